import { realpath } from "node:fs/promises";
import { basename, dirname, join, resolve, sep } from "node:path";
import { Command } from "commander";
import { labelOf } from "../../notebook/find.ts";
import type { EntryHead } from "../../run/cache/entry-format.ts";
import { CacheStore, type StoredEntry } from "../../run/cache/store.ts";
import { type Why, whyNotebooks } from "../../run/cache/why.ts";
import { listRunOptions, type RunOptionValues } from "../../run/options/run-options.ts";
import { EXIT_CODE } from "../../util/programs/exit-codes.ts";
import { withOptions } from "../add-options.ts";
import { alignedColumns } from "../table.ts";

/** `tsnb cache`: manages the entries that `tsnb run --cache` keeps. */
export function command(): Command {
  return new Command("cache").addCommand(list()).addCommand(clear()).addCommand(why());
}

function list(): Command {
  return new Command("ls")
    .summary("list the entries")
    .description("List the entries of the cache: the notebook, when it ran, how long that took, and the entry's size.")
    .argument("[paths...]", "only these notebooks, or those in these folders")
    .action(async (paths: string[]) => {
      const store = new CacheStore();
      const entries = await entriesUnder(store, paths);
      const rows = entries.map(({ head, bytes }) => [
        head === undefined ? "(cannot be read)" : nameOf(head),
        head === undefined ? "" : timeOf(head.made),
        head === undefined ? "" : head.seconds.toFixed(1),
        sizeOf(bytes),
      ]);
      if (rows.length > 0) {
        process.stdout.write(
          `${alignedColumns(["notebook", "made", "seconds saved", "size"], rows, [2, 3]).join("\n")}\n\n`,
        );
      }
      const bytes = entries.reduce((sum, entry) => sum + entry.bytes, 0);
      process.stdout.write(`${countOf(entries)}, ${sizeOf(bytes)}, in ${store.folder}\n`);
    });
}

function clear(): Command {
  return new Command("clear")
    .summary("remove entries")
    .description("Remove entries of the cache: all of them, or those of some notebooks.")
    .argument("[paths...]", "only these notebooks, or those in these folders")
    .action(async (paths: string[]) => {
      const store = new CacheStore();
      const entries = await entriesUnder(store, paths);
      if (paths.length === 0) await store.clear();
      else for (const entry of entries) await store.remove(entry);
      const bytes = entries.reduce((sum, entry) => sum + entry.bytes, 0);
      process.stdout.write(`Removed ${countOf(entries)}, ${sizeOf(bytes)}\n`);
    });
}

function why(): Command {
  const explain = new Command("why")
    .summary("say what has changed since a notebook was cached")
    .description(
      "Say whether a notebook would come from the cache, and if not, what has changed since its newest entry. Give the " +
        "options of the run that affect the result: parameters, --kernel, --env and others.\n" +
        "Exits with 0 when all would come from the cache, 3 when something has changed, 1 when one has no entry or cannot be cached.",
    )
    .argument("<paths...>", "notebooks, folders of notebooks, or patterns");
  return withOptions(explain, listRunOptions()).action(async (paths: string[], flags: RunOptionValues) => {
    const found = await whyNotebooks(paths, flags);
    for (const one of found) process.stdout.write(`${linesOf(one).join("\n")}\n`);
    const codes = new Set(found.map(({ verdict }) => WHY_CODES[verdict]));
    process.exitCode = [EXIT_CODE.failed, EXIT_CODE.different].find((code) => codes.has(code)) ?? EXIT_CODE.passed;
  });
}

const WHY_CODES: Readonly<Record<Why["verdict"], number>> = {
  cached: EXIT_CODE.passed,
  changed: EXIT_CODE.different,
  new: EXIT_CODE.failed,
  never: EXIT_CODE.failed,
  broken: EXIT_CODE.failed,
};

function linesOf({ label, verdict, made, reasons }: Why): readonly string[] {
  const [reason = ""] = reasons;
  switch (verdict) {
    case "cached":
      return [`${label}: unchanged since ${timeOf(made ?? "")}`];
    case "new":
      return [`${label}: not in the cache`];
    case "never":
      return [`${label}: not cached: ${reason}`];
    case "broken":
      return [`${label}: its entry cannot be used: ${reason}`];
    case "changed":
      return [`${label}: changed since ${timeOf(made ?? "")}`, ...reasons.map((line) => `  ${line}`)];
    default:
      return verdict satisfies never;
  }
}

async function entriesUnder(store: CacheStore, paths: readonly string[]): Promise<readonly StoredEntry[]> {
  const entries = await store.list();
  if (paths.length === 0) return entries;
  const wanted = await Promise.all(paths.map(realPathOf));
  return entries.filter(({ head }) =>
    wanted.some((path) => head !== undefined && `${head.source}${sep}`.startsWith(`${path}${sep}`)),
  );
}

// A deleted notebook may still have entries in the cache.
async function realPathOf(path: string): Promise<string> {
  const full = resolve(path);
  const folder = await realpath(dirname(full)).catch(() => dirname(full));
  return join(folder, basename(full));
}

function nameOf({ source, state, parts }: EntryHead): string {
  const cells = parts.filter(({ kind }) => kind === "cell").length;
  return state === undefined ? labelOf(source) : `${labelOf(source)} (cells 1 to ${cells})`;
}

function countOf(entries: readonly StoredEntry[]): string {
  return `${entries.length} ${entries.length === 1 ? "entry" : "entries"}`;
}

function timeOf(made: string): string {
  return `${made.slice(0, 10)} ${made.slice(11, 16)} UTC`;
}

function sizeOf(bytes: number): string {
  return bytes < 1e6 ? `${Math.ceil(bytes / 1e3)} kB` : `${(bytes / 1e6).toFixed(1)} MB`;
}
