import { Command, Option } from "commander";
import { downloadSet, isPresent } from "../../timm/download/download.ts";
import { setFolder } from "../../timm/download/download-cache.ts";
import { findResults } from "../../timm/find-results.ts";
import { pinnedSets, type SetName, setNames } from "../../timm/pinned-sets.ts";
import { downloadLines } from "../download-lines.ts";

/** `tsnb data`: downloads timm's full tables at pinned commits, or lists the available ones. */
export function command(): Command {
  return new Command("data")
    .summary("download timm's full tables")
    .description(
      "Download timm's results at pinned commits into the cache, each file checked by its SHA-256. " +
        "Existing files are kept. TSNB_CACHE names another folder, TSNB_DATA_URL a mirror.",
    )
    .addOption(new Option("--set <name>", "only this set (default: all)").choices(setNames))
    .option("--force", "download files even if they exist already")
    .option("--list", "list the sets, the downloaded files, and the source of the tables")
    .action(async (options: { set?: SetName; force?: boolean; list?: boolean }) => {
      const sets = setNames.filter((name) => options.set === undefined || name === options.set);
      for (const set of sets) await (options.list === true ? describe(set) : download(set, options.force === true));
    });
}

async function download(set: SetName, force: boolean): Promise<void> {
  const lines = downloadLines(process.stderr);
  try {
    const { folder, downloaded } = await downloadSet(set, { force, onProgress: lines.progress });
    const count = pinnedSets[set].files.length;
    const news = downloaded.length === 0 ? "nothing to do" : `${downloaded.length} downloaded`;
    lines.clear();
    process.stdout.write(`${set}: ${count} of ${count} files, ${news}, in ${folder}\n`);
  } finally {
    lines.clear();
  }
}

async function describe(set: SetName): Promise<void> {
  const { commit, files } = pinnedSets[set];
  const folder = setFolder(set);
  const present = await Promise.all(files.map((file) => isPresent(folder, file)));
  const kilobytes = Math.round(files.reduce((sum, file) => sum + file.bytes, 0) / 1000);
  const used = findResults({ set });
  process.stdout.write(
    [
      `${set}  timm at ${commit}, ${files.length} files, ${kilobytes} kB`,
      `  downloaded: ${present.filter(Boolean).length} of ${files.length} files in ${folder}`,
      `  in use:     ${used.label}, ${used.dir}`,
      "",
    ].join("\n"),
  );
}
