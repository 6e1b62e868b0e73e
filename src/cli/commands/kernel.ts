import { dirname, resolve } from "node:path";
import { Command, Option } from "commander";
import {
  GATEWAY_PROXIES,
  type GatewayProxy,
  gatewayKernelspec,
  gatewayResources,
} from "../../gateway/gateway-kernelspec.ts";
import { isKernelName, type Kernelspec, kernelDirs, listKernelspecs } from "../../jupyter/kernelspec.ts";
import { removeKernelspec, writeKernelspec } from "../../jupyter/kernelspec-files.ts";
import { removeLabextension, writeLabextension } from "../../jupyter/labextension-files.ts";
import { tslabKernelspec } from "../../jupyter/tslab.ts";
import {
  isTooOld,
  kernelLogos,
  labextension,
  missingOn,
  OLDEST_NODE,
  tsnbKernelspec,
} from "../../kernel/kernelspec.ts";
import type { ListedOption } from "../../run/options/option-listing.ts";
import { listRunOptions, type RunOptionValues } from "../../run/options/run-options.ts";
import { TsnbError } from "../../util/error.ts";
import { kernelsFolder, type InstallPlace, withPlace } from "../kernel/install-place.ts";
import { launch } from "../kernel/launch.ts";
import { withOptions } from "../add-options.ts";
import { askNode } from "../node-program.ts";

/** A path in `--node` that is not a Node.js on which the kernel runs. */
export class NodePathError extends TsnbError {
  override readonly name = "NodePathError";

  constructor(path: string, got: string) {
    const fix = `Give --node the path of Node.js ${OLDEST_NODE} or newer, as its \`node -p process.execPath\` prints it; nothing was installed`;
    super({ doing: `Looking for Node.js at ${path}`, got, fix });
  }
}

/** A kernel to uninstall that is not installed in the chosen folder. */
export class NotInstalledError extends TsnbError {
  override readonly name = "NotInstalledError";

  constructor(kernel: string, folder: string) {
    const fix = "See where kernels are with `tsnb kernel list`; --sys-prefix and --prefix reach other folders";
    super({ doing: `Uninstalling the kernel "${kernel}"`, got: `it is not in ${folder}`, fix });
  }
}

/** `tsnb kernel`: installs, lists and removes kernelspecs without Python. */
export function command(): Command {
  return new Command("kernel").addCommand(install()).addCommand(list()).addCommand(uninstall()).addCommand(launch());
}

type InstallOptions = InstallPlace & {
  readonly tslab?: boolean;
  readonly node?: string;
  readonly lab: boolean;
  readonly gateway?: GatewayProxy;
  readonly remoteHosts?: string;
  readonly image?: string;
};

function install(): Command {
  const gateway = new Option("--gateway <proxy>", "for Jupyter Enterprise Gateway, which starts kernels by this proxy");
  const hosts = new Option("--remote-hosts <hosts>", "the gateway's hosts, as a,b (default: its own list)");
  const image = new Option("--image <name>", "the image of the gateway's pods (default: its EG_KERNEL_IMAGE)");
  return withPlace(new Command("install"))
    .summary("install a kernel for Jupyter")
    .description(
      "Write the kernelspec from which Jupyter and `tsnb run` start the kernel, and install the JupyterLab extension that shows types as you type.",
    )
    .option("--tslab", "the kernel of the package tslab, instead of tsnb's own")
    .option("--node <path>", "the Node.js that runs the kernel (default: the one that runs this command)")
    .option("--no-lab", "without the JupyterLab extension")
    .addOption(gateway.choices(GATEWAY_PROXIES).conflicts("tslab"))
    .addOption(hosts)
    .addOption(image)
    .action(async (options: InstallOptions) => {
      const node = options.node === undefined ? process.execPath : resolve(options.node);
      const version = await versionOf(node);
      const kernels = kernelsFolder(options);
      const { spec, resources } = await chosen(options, node);
      const dir = await writeKernelspec(kernels, spec, resources);
      const lines = [
        `Installed ${spec.displayName} as "${spec.name}" in ${dir}`,
        `It starts with: ${spec.argv.join(" ")}`,
      ];
      if (!options.tslab && options.gateway === undefined && options.lab) {
        lines.push(`JupyterLab's extension is in ${await writeLabextension(dirname(kernels), labextension())}`);
      }
      const missing = options.tslab ? [] : missingOn(version);
      lines.push(...missing.map((what) => `With this Node.js, ${what}.`));
      if (!kernelDirs().includes(kernels)) lines.push(reach(kernels));
      process.stdout.write(`${lines.join("\n")}\n`);
    });
}

type Installable = { readonly spec: Omit<Kernelspec, "dir">; readonly resources: readonly string[] };

async function chosen({ tslab, gateway, remoteHosts, image }: InstallOptions, node: string): Promise<Installable> {
  if (tslab) return { spec: tslabKernelspec(node), resources: [] };
  const spec = tsnbKernelspec(node);
  const pictures = await kernelLogos();
  if (gateway === undefined) return { spec, resources: pictures };
  const hosts = remoteHosts?.split(",").map((host) => host.trim()) ?? [];
  return {
    spec: gatewayKernelspec({ proxy: gateway, node, hosts, image }),
    resources: [...pictures, ...gatewayResources(gateway)],
  };
}

function list(): Command {
  const listing = new Command("list")
    .summary("list the kernels of this machine or of a server")
    .description(
      "Print each kernel's name, title and folder. Exits with 1 when a kernelspec is malformed, and names it.",
    );
  return withOptions(listing, serverOptions()).action(async (flags: RunOptionValues) => {
    if (flags.server !== undefined || flags.servers !== undefined) return listOnServers(flags);
    const { specs, problems } = await listKernelspecs();
    const width = Math.max(...specs.map((spec) => spec.name.length));
    for (const { name, displayName, dir } of specs) {
      process.stdout.write(`${name.padEnd(width)}  ${displayName}  ${dir}\n`);
    }
    if (specs.length === 0) process.stderr.write(`No kernels in ${kernelDirs().join(", ")}\n`);
    for (const problem of problems) process.stderr.write(`tsnb: ${problem.message}\n`);
    if (problems.length > 0) process.exitCode = 1;
  });
}

/** The options that lead to a server; the list needs no files there. */
function serverOptions(): readonly ListedOption[] {
  return listRunOptions().filter(({ group, name }) => group === "Server" && !["sync", "syncSize"].includes(name));
}

async function listOnServers(flags: RunOptionValues): Promise<void> {
  const { serverKernels } = await import("../../run/servers/list-kernels.ts");
  for (const { server, specs } of await serverKernels(flags, process.env)) {
    const width = Math.max(0, ...specs.map(({ name }) => name.length));
    for (const { name, displayName } of specs)
      process.stdout.write(`${name.padEnd(width)}  ${displayName}  ${server}\n`);
    if (specs.length === 0) process.stderr.write(`No kernels on ${server}\n`);
  }
}

function uninstall(): Command {
  return withPlace(new Command("uninstall"))
    .summary("remove a kernel from Jupyter")
    .description(
      "Remove a kernelspec's folder, and with tsnb's own also the JupyterLab extension. The kernel's program stays.",
    )
    .argument("<name>", "the kernel's name, as `tsnb kernel list` prints it")
    .action(async (name: string, options: InstallPlace, self: Command) => {
      if (!isKernelName(name)) self.error(`error: "${name}" cannot be the name of a kernel`);
      const kernels = kernelsFolder(options);
      const dir = await removeKernelspec(kernels, name);
      if (dir === undefined) throw new NotInstalledError(name, kernels);
      const extension =
        name.toLowerCase() === "tsnb" ? await removeLabextension(dirname(kernels), labextension().name) : undefined;
      for (const removed of [dir, extension]) if (removed !== undefined) process.stdout.write(`Removed ${removed}\n`);
    });
}

async function versionOf(node: string): Promise<string> {
  const answer = node === process.execPath ? { version: process.version } : await askNode(node);
  if ("problem" in answer) throw new NodePathError(node, answer.problem);
  if (isTooOld(answer.version)) throw new NodePathError(node, `Node.js ${answer.version} is too old for the kernel`);
  return answer.version;
}

function reach(kernels: string): string {
  const data = dirname(kernels);
  return `The Jupyter of ${dirname(dirname(data))} finds it there; for any other, add ${data} to JUPYTER_PATH.`;
}
