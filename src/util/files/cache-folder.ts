import { homedir } from "node:os";
import { join } from "node:path";

/** The folder for files that can be made again: `TSNB_CACHE`, or `tsnb` in the platform's folder for caches. */
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
