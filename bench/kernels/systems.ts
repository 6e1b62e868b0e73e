import { execFileSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { tsnbKernelspec } from "../../src/kernel/kernelspec.ts";
import { messageOf } from "../../src/util/error.ts";

/** A kernel to measure: its start command and its version. */
export type System = {
  readonly name: string;
  readonly version: string;
  readonly command: (connectionFile: string) => readonly string[];
  readonly env: Readonly<Record<string, string>>;
};

/** The treatment of type errors by tsnb: not looked for, shown beside the run, or checked before the run. */
export type Check = "off" | "on" | "block";

export type Systems = {
  /** One for each Node: that of this process first, then the one that TSNB_BENCH_NODE names. */
  readonly tsnb: readonly ((check: Check) => System)[];
  readonly tslab: System | undefined;
  readonly deno: System | undefined;
  readonly ipykernel: System | undefined;
  /** The systems left out, with the reason. */
  readonly missing: readonly string[];
};

const root = join(dirname(fileURLToPath(import.meta.url)), "..", "..", "..");

/** Finds the kernels that are installed on this machine. */
export function findSystems(): Systems {
  const missing: string[] = [];
  const found = (name: string, look: () => System): System | undefined => {
    try {
      return look();
    } catch (error) {
      missing.push(`${name} is left out: ${messageOf(error).split("\n")[0]}`);
      return undefined;
    }
  };
  const nodes = [process.execPath, process.env["TSNB_BENCH_NODE"]].filter((node) => node !== undefined);
  if (nodes.length === 1) missing.push("tsnb on another Node is left out: set TSNB_BENCH_NODE to its program");
  return {
    tsnb: nodes.map((node) => (check) => tsnb(node, check)),
    tslab: found("tslab", tslab),
    deno: found("Deno", deno),
    ipykernel: found("ipykernel", ipykernel),
    missing,
  };
}

function tsnb(node: string, check: Check): System {
  const { argv } = tsnbKernelspec(node);
  const version = execFileSync(node, ["--version"], { encoding: "utf8" }).trim();
  return {
    name: `tsnb (Node ${version.slice(1).split(".")[0]}, check ${check})`,
    version: `tsnb ${manifestVersion(join(root, "package.json"))} on Node ${version}`,
    command: (file) => argv.map((part) => (part === "{connection_file}" ? file : part)),
    env: { TSNB_CHECK: check },
  };
}

function tslab(): System {
  const folder = join(root, "node_modules", "tslab");
  const version = manifestVersion(join(folder, "package.json"));
  const program = [process.execPath, "--disable-warning=ExperimentalWarning", join(folder, "bin", "tslab")];
  return {
    name: "tslab",
    version: `tslab ${version} on Node ${process.version}`,
    command: (file) => [...program, "kernel", "--config-path", file],
    env: {},
  };
}

function deno(): System {
  const program = variable("TSNB_BENCH_DENO", "the program of Deno");
  const version = execFileSync(program, ["--version"], { encoding: "utf8" }).split(" (")[0];
  return {
    name: "Deno",
    version: version ?? "",
    command: (file) => [program, "jupyter", "--kernel", "--conn", file],
    env: { DENO_NO_UPDATE_CHECK: "1" },
  };
}

function ipykernel(): System {
  const program = variable("TSNB_BENCH_PYTHON", "a Python that has ipykernel");
  const ask = "import ipykernel, platform; print(ipykernel.__version__, 'on Python', platform.python_version())";
  const version = execFileSync(program, ["-c", ask], { encoding: "utf8" }).trim();
  return {
    name: "ipykernel",
    version: `ipykernel ${version}`,
    command: (file) => [program, "-m", "ipykernel_launcher", "-f", file],
    env: {},
  };
}

function variable(name: string, what: string): string {
  const program = process.env[name];
  if (program === undefined || program === "") throw new Error(`set ${name} to ${what}`);
  if (!existsSync(program)) throw new Error(`${name} names ${program}, which does not exist`);
  return program;
}

function manifestVersion(file: string): string {
  const { version } = JSON.parse(readFileSync(file, "utf8"));
  return String(version);
}
