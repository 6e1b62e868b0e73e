import { join } from "node:path";
import * as v from "valibot";
import { describe, expect, inject, it } from "vitest";
import { dataPaths } from "../../src/jupyter/data-paths.ts";
import { listKernelspecs } from "../../src/jupyter/kernelspec.ts";
import { run } from "./support/command.ts";
import { labDir } from "./support/paths.ts";
import { inVenv } from "./support/venv.ts";

const Paths = v.object({ data: v.array(v.string()) });
const Kernels = v.object({ kernelspecs: v.record(v.string(), v.object({ resource_dir: v.string() })) });

const { JUPYTER_PATH: _, JUPYTER_DATA_DIR: __, ...plain } = process.env;

function surroundings(changes: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  return { ...plain, PYTHONNOUSERSITE: "1", VIRTUAL_ENV: inject("venv"), ...changes };
}

async function jupyter(env: NodeJS.ProcessEnv, ...args: readonly string[]): Promise<unknown> {
  return JSON.parse(await run(inVenv(inject("venv"), "jupyter"), args, env));
}

describe("Jupyter and tsnb agree", () => {
  it.each([
    {},
    { JUPYTER_PATH: ["/a", "/b"].join(process.platform === "win32" ? ";" : ":") },
    { JUPYTER_PREFER_ENV_PATH: "no" },
    { JUPYTER_DATA_DIR: join(labDir, "data") },
    { XDG_DATA_HOME: join(labDir, "xdg") },
  ])("on the data folders with %j", async (changes) => {
    const env = surroundings(changes);
    const { data } = v.parse(Paths, await jupyter(env, "--paths", "--json"));
    expect(dataPaths({ env })).toEqual(data);
  });

  it("on the kernels that are installed, tslab among them", async () => {
    const env = surroundings({});
    const { kernelspecs } = v.parse(Kernels, await jupyter(env, "kernelspec", "list", "--json"));
    const { specs, problems } = await listKernelspecs({ env });
    expect(problems).toEqual([]);
    const ours = Object.fromEntries(specs.map((spec) => [spec.name, spec.dir]));
    expect(ours).toEqual(
      Object.fromEntries(Object.entries(kernelspecs).map(([name, { resource_dir }]) => [name, resource_dir])),
    );
    expect(Object.keys(ours)).toEqual(expect.arrayContaining(["python3", "tslab"]));
  });
});
