import { statSync } from "node:fs";
import { homedir } from "node:os";
import { join } from "node:path";
import { pinnedSets, type SetName } from "./sets.ts";

/** The folder for downloaded tables: `TSNB_CACHE`, or `tsnb` in the platform's folder for caches. */
export function cacheFolder(
  env: NodeJS.ProcessEnv = process.env,
  platform: NodeJS.Platform = process.platform,
): string {
  const own = env["TSNB_CACHE"];
  if (own !== undefined && own !== "") return own;
  if (platform === "win32") return join(env["LOCALAPPDATA"] ?? join(homedir(), "AppData", "Local"), "tsnb", "Cache");
  if (platform === "darwin") return join(homedir(), "Library", "Caches", "tsnb");
  const xdg = env["XDG_CACHE_HOME"];
  return join(xdg !== undefined && xdg !== "" ? xdg : join(homedir(), ".cache"), "tsnb");
}

/** The folder of a downloaded set, whether or not it is there. */
export function setFolder(set: SetName, env?: NodeJS.ProcessEnv): string {
  return join(cacheFolder(env), "timm", set);
}

/** The folder of a set that was downloaded completely, or null. */
export function cachedSet(set: SetName, env?: NodeJS.ProcessEnv): string | null {
  const folder = setFolder(set, env);
  const isComplete = pinnedSets[set].files.every(
    (file) => statSync(join(folder, file.name), { throwIfNoEntry: false })?.size === file.bytes,
  );
  return isComplete ? folder : null;
}
