import { statSync } from "node:fs";
import { join } from "node:path";
import { cacheFolder } from "../../util/files/cache-folder.ts";
import { pinnedSets, type SetName } from "../pinned-sets.ts";

/** The folder of a downloaded set, whether or not it exists. */
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
