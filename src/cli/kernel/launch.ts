import { statSync } from "node:fs";
import { Command } from "commander";
import { type LaunchedKernel, launchForGateway } from "../../gateway/launch-kernel.ts";
import { parseLaunchRequest } from "../../gateway/launch-request.ts";
import { EXIT_CODE, signalExitCode } from "../../util/programs/exit-codes.ts";

const SIGNALS = ["SIGINT", "SIGTERM", "SIGHUP"] as const;

/** The options under Enterprise Gateway's names, which begin with the class of its process proxies. */
type Options = {
  readonly "RemoteProcessProxy.kernelId"?: string;
  readonly "RemoteProcessProxy.portRange"?: string;
  readonly "RemoteProcessProxy.responseAddress"?: string;
  readonly "RemoteProcessProxy.publicKey"?: string;
};

/** `tsnb kernel launch`: the program that Enterprise Gateway starts on a node or in a container. */
export function launch(): Command {
  return new Command("launch")
    .summary("start the kernel for Jupyter Enterprise Gateway")
    .description(
      "Start tsnb's kernel, send its address to Enterprise Gateway, and obey the gateway's signals until the kernel ends. The gateway passes the options, or the environment variables KERNEL_ID, PORT_RANGE, RESPONSE_ADDRESS and PUBLIC_KEY.",
    )
    .option("--RemoteProcessProxy.kernel-id <id>", "the kernel's id")
    .option("--RemoteProcessProxy.port-range <range>", "the ports to choose from, as FIRST..LAST (default: any)")
    .option("--RemoteProcessProxy.response-address <address>", "the address on which the gateway listens, as HOST:PORT")
    .option("--RemoteProcessProxy.public-key <key>", "the gateway's RSA key, in base64 without header and footer")
    .option("--RemoteProcessProxy.spark-context-initialization-mode <mode>", "accepted and ignored")
    .action(async (options: Options) => {
      const request = parseLaunchRequest(
        {
          kernelId: options["RemoteProcessProxy.kernelId"],
          portRange: options["RemoteProcessProxy.portRange"],
          responseAddress: options["RemoteProcessProxy.responseAddress"],
          publicKey: options["RemoteProcessProxy.publicKey"],
        },
        process.env,
      );
      const kernel = await launchForGateway(request, {
        cwd: workingFolder(),
        env: process.env,
        onProblem: (problem) => process.stderr.write(`tsnb: ${problem}\n`),
      });
      process.stderr.write(`tsnb: The kernel ${request.kernelId} is running, and the gateway has its address.\n`);
      process.exitCode = await endOf(kernel);
    });
}

async function endOf(kernel: LaunchedKernel): Promise<number> {
  for (const signal of SIGNALS) process.once(signal, kernel.stop);
  const { code, signal, lastWords } = await kernel.exited;
  if (lastWords !== "") process.stderr.write(`${lastWords}\n`);
  return signal === null ? (code ?? EXIT_CODE.kernel) : signalExitCode(signal);
}

// A gateway sends the folder of its client, which may not exist on the kernel's machine.
function workingFolder(): string {
  const asked = process.env["KERNEL_WORKING_DIR"];
  const isThere = asked !== undefined && statSync(asked, { throwIfNoEntry: false })?.isDirectory() === true;
  return isThere ? asked : process.cwd();
}
