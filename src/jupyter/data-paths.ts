import { homedir } from "node:os";
import { type PlatformPath, posix, win32 } from "node:path";

/** The settings that decide where Jupyter keeps its data; each defaults to this process's own. */
export type JupyterPlace = {
  readonly env?: NodeJS.ProcessEnv;
  readonly platform?: NodeJS.Platform;
  readonly home?: string;
};

/**
 * The folder of a user's own Jupyter data: `JUPYTER_DATA_DIR`, else `%APPDATA%\jupyter` on Windows,
 * `~/Library/Jupyter` on macOS, `$XDG_DATA_HOME/jupyter` or `~/.local/share/jupyter` elsewhere.
 *
 * @see https://docs.jupyter.org/en/latest/use/jupyter-directories.html
 */
export function userDataDir(place: JupyterPlace = {}): string {
  const { env = process.env, platform = process.platform, home = homedir() } = place;
  const path = pathsOf(platform);
  if (env["JUPYTER_DATA_DIR"]) return env["JUPYTER_DATA_DIR"];
  if (platform === "darwin") return path.join(home, "Library", "Jupyter");
  if (platform === "win32") {
    if (env["APPDATA"]) return path.join(env["APPDATA"], "jupyter");
    return path.join(env["JUPYTER_CONFIG_DIR"] ?? path.join(home, ".jupyter"), "data");
  }
  return path.join(env["XDG_DATA_HOME"] || path.join(home, ".local", "share"), "jupyter");
}

/**
 * The root of the active Python environment, which Python calls `sys.prefix`; undefined when none is active. A virtual
 * environment comes before a conda one, as in a shell where both are active.
 */
export function activePrefix(env: NodeJS.ProcessEnv = process.env): string | undefined {
  return env["VIRTUAL_ENV"] || env["CONDA_PREFIX"] || undefined;
}

/** The data folder inside an environment or another prefix, such as `/usr/local`. */
export function prefixDataDir(prefix: string, platform: NodeJS.Platform = process.platform): string {
  return pathsOf(platform).join(prefix, "share", "jupyter");
}

/**
 * Every folder in which Jupyter looks for data, in order of precedence: those of `JUPYTER_PATH`, the user's and the
 * active environment's (the environment's first where Jupyter prefers it), then the system's.
 */
export function dataPaths(place: JupyterPlace = {}): readonly string[] {
  const { env = process.env, platform = process.platform } = place;
  const listed = (env["JUPYTER_PATH"] ?? "").split(pathsOf(platform).delimiter);
  const prefix = activePrefix(env);
  const environment = prefix === undefined ? [] : [prefixDataDir(prefix, platform)];
  const user = [userDataDir(place)];
  const own = prefersEnvironment(env) ? [...environment, ...user] : [...user, ...environment];
  const paths = [...listed.map((path) => path.trim()), ...own, ...systemDataDirs(env, platform)];
  return [...new Set(paths.filter((path) => path !== ""))];
}

function pathsOf(platform: NodeJS.Platform): PlatformPath {
  return platform === "win32" ? win32 : posix;
}

function systemDataDirs(env: NodeJS.ProcessEnv, platform: NodeJS.Platform): readonly string[] {
  if (platform !== "win32") return ["/usr/local/share/jupyter", "/usr/share/jupyter"];
  return env["PROGRAMDATA"] ? [win32.join(env["PROGRAMDATA"], "jupyter")] : [];
}

// jupyter_core's rule: an explicit setting, else any virtual environment, else a conda one that is not the base.
function prefersEnvironment(env: NodeJS.ProcessEnv): boolean {
  const setting = env["JUPYTER_PREFER_ENV_PATH"];
  if (setting !== undefined) return !["no", "n", "false", "off", "0", "0.0"].includes(setting.toLowerCase());
  if (env["VIRTUAL_ENV"]) return true;
  return Boolean(env["CONDA_PREFIX"]) && env["CONDA_DEFAULT_ENV"] !== "base";
}
