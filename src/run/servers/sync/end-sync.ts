import { FileChangedError } from "./errors.ts";
import type { SyncedFolder } from "./synced-folder.ts";

const MOST_NOTICES = 10;

/**
 * Brings back what a kernel wrote into its copy of the notebook's folder, and deletes the copy unless it holds something
 * that could not be brought back.
 *
 * @param onNotice called with what is left on the server, and with each problem after the first.
 * @throws the first of the problems.
 */
export async function endSync(synced: SyncedFolder, onNotice: (text: string) => void): Promise<void> {
  const problems = await synced.bringBack();
  // A file that was changed here has the server's version beside it.
  if (problems.every((problem) => problem instanceof FileChangedError)) await synced.drop(onNotice);
  else onNotice(synced.isLeft);
  const [first, ...others] = problems;
  if (first === undefined) return;
  for (const { message } of others.slice(0, MOST_NOTICES)) onNotice(message);
  const more = others.length - MOST_NOTICES;
  if (more > 0) onNotice(`${more} more ${more === 1 ? "file was" : "files were"} not brought back`);
  throw first;
}
