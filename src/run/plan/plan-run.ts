import { join, resolve } from "node:path";
import { OptionError } from "../errors/setting-errors.ts";
import type { RunSettings } from "../options/run-options.ts";
import { startupSeconds } from "../options/startup-seconds.ts";
import { readValues } from "../parameters/parameters-file.ts";
import { combinationsOf } from "../parameters/values.ts";
import { checkedInjections } from "./injected-cells.ts";
import { type Planned, planNotebooks, withCombinations } from "./plan-notebooks.ts";
import type { ServerNews } from "../servers/server-pool.ts";
import type { RunContext } from "../run-context.ts";
import { localTransport } from "../transport/local-transport.ts";

/** The notebooks of a run, and everything that they run with. */
export type RunPlan = Pick<RunContext, "transport" | "injections" | "env"> & {
  readonly plans: readonly Planned[];
  /** The tokens and passwords of servers, which must not appear anywhere. */
  readonly tokens: readonly string[];
};

/**
 * Finds the notebooks of a run, and determines everything that they run with.
 *
 * @throws {OptionError | ParameterFileError | ParameterError | NotebookPathError | UnknownKernelError}
 */
export async function planRun(
  paths: readonly string[],
  settings: RunSettings,
  onEvent: RunContext["onEvent"],
): Promise<RunPlan> {
  const out = resolve(settings.out);
  const combinations = combinationsOf(settings.matrix);
  if (settings.seed !== undefined && !settings.deterministic) {
    throw new OptionError("seed", "it has no effect without --deterministic");
  }
  if (settings.verify && settings.resume) {
    throw new OptionError(
      "verify",
      "it runs each notebook twice from top to bottom, but --resume runs only what is left",
    );
  }
  if (settings.update && combinations.length > 1) {
    throw new OptionError("update", "a notebook stores the outputs of one run, and --matrix makes several");
  }
  if (settings.inplace && Object.keys(settings.matrix).length > 0) {
    throw new OptionError("matrix", "--inplace would write all runs to one file");
  }
  const twice = Object.keys(settings.matrix).find((name) => name in settings.param);
  if (twice !== undefined) {
    throw new OptionError("matrix", `${twice} gets a value by --param too; give it once`);
  }
  const plans = withCombinations(await planNotebooks(paths, settings.inplace ? undefined : out), combinations);
  const fromFile = settings.paramsFile === undefined ? {} : await readValues(settings.paramsFile);
  const { transport, tokens } = await transportOf(settings, plans.length, onEvent);
  if (settings.kernel !== undefined) await transport.requireKernel(settings.kernel);
  const env = {
    // A folder of this machine means nothing on a server.
    ...(transport.isRemote ? {} : { TSNB_CHARTS: join(out, "charts") }),
    ...(settings.tz === undefined ? {} : { TZ: settings.tz }),
    ...(transport.isRemote ? variablesIn(process.env, settings.secret) : {}),
    ...settings.env,
  };
  const values = { ...fromFile, ...settings.param };
  const injections = await checkedInjections(plans, { settings, values });
  return { plans, transport, tokens, injections, env };
}

// The client for servers is loaded only when a server is named.
async function transportOf(
  settings: RunSettings,
  notebooks: number,
  onEvent: RunContext["onEvent"],
): Promise<Pick<RunPlan, "transport" | "tokens">> {
  if (settings.server.length === 0 && settings.servers === undefined) {
    if (settings.sync) throw new OptionError("sync", "there is no --server to upload to");
    return { transport: localTransport(), tokens: [] };
  }
  const [{ serversFromOptions }, { serverPool }, { secretsOf }, { requireOpenFiles }] = await Promise.all([
    import("../servers/settings/from-options.ts"),
    import("../servers/server-pool.ts"),
    import("../servers/http/credentials.ts"),
    import("../servers/open-files-limit.ts"),
  ]);
  const servers = await serversFromOptions(settings, process.env);
  const places = servers.reduce((sum, server) => sum + server.places, 0);
  requireOpenFiles(Math.min(places, notebooks));
  const sync = settings.sync ? { bytes: settings.syncSize, skipped: [resolve(settings.out)] } : undefined;
  const tokens = servers.flatMap(secretsOf);
  const onWait = (server: string, seconds: number): void => onEvent({ type: "server-starting", server, seconds });
  const wait = { startupSeconds: startupSeconds(settings, true), onWait };
  const news: ServerNews = {
    onFailed: (server, { message: reason }) => onEvent({ type: "server-failed", server, reason }),
    onReturned: (server) => onEvent({ type: "server-returned", server }),
  };
  return { transport: await serverPool(servers, { secrets: settings.secret, sync, wait }, news), tokens };
}

// Only for kernels on servers; kernels on this machine inherit these variables.
function variablesIn(env: NodeJS.ProcessEnv, names: readonly string[]): Readonly<Record<string, string>> {
  return Object.fromEntries(names.flatMap((name) => (env[name] === undefined ? [] : [[name, env[name]]])));
}
