import { existsSync } from "node:fs";
import { join } from "node:path";
import type { Kernelspec } from "../../../jupyter/kernelspec.ts";
import { tslabFolder } from "../../../jupyter/tslab.ts";
import { findResults } from "../../../timm/find-results.ts";
import { setNames } from "../../../timm/pinned-sets.ts";
import { foldersUpward } from "../../../util/files/nearest-folder.ts";
import { packageRoot } from "../../../util/package-root.ts";
import { packageVersion } from "../../../util/package-version.ts";
import { kernelEnvironment } from "../../transport/kernel-environment.ts";
import { digestOf, digestOfPath, filesBelow, statOf } from "../digest.ts";
import type { InputPart } from "./input-parts.ts";
import { mentionedVariables } from "./code-mentions.ts";

// Variables that Node.js, its packages and tsnb read although no notebook names them.
const READ_BY_ALL = /^(?:NODE_ENV|NODE_OPTIONS|NODE_PATH|TZ|LANG|LANGUAGE|LC_\w+|TIMM_RESULTS|TSNB_\w+)$/;
const WITHOUT_EFFECT = new Set(["JPY_SESSION_NAME", "TSNB_CACHE", "TSNB_SAVED", "TSNB_HISTORY", "TSNB_DATA_URL"]);
// Shells change these from one command to the next.
const OF_SHELLS = new Set(["_", "SHLVL", "PWD", "OLDPWD"]);

/** The parts outside a notebook's folder: programs, the platform, and installed versions. */
export function programParts(spec: Pick<Kernelspec, "name" | "argv" | "env">): readonly InputPart[] {
  const [program = "", ...args] = spec.argv;
  const isOwnNode = program === process.execPath;
  const { timeZone, locale } = Intl.DateTimeFormat().resolvedOptions();
  return [
    { kind: "tsnb", name: "tsnb", value: ownVersion() },
    { kind: "kernel", name: spec.name, value: kernelVersion(spec.name) ?? digestOf(JSON.stringify([args, spec.env])) },
    { kind: "node", name: "node", value: isOwnNode ? process.version : signatureOf(program) },
    { kind: "platform", name: "platform", value: [process.platform, process.arch, timeZone, locale].join(" ") },
  ];
}

function kernelVersion(name: string): string | undefined {
  if (name === "tsnb") return ownVersion();
  const tslab = name === "tslab" ? tslabFolder() : undefined;
  return tslab === undefined ? undefined : packageVersion(join(tslab, "package.json"));
}

function signatureOf(file: string): string {
  const stats = statOf(file);
  return digestOf(JSON.stringify([file, stats?.size, stats?.mtimeMs]));
}

let own: string | undefined;

// The code of a checkout of tsnb changes without a new version.
function ownVersion(): string {
  if (own !== undefined) return own;
  const root = packageRoot();
  const version = packageVersion(join(root, "package.json"));
  if (!existsSync(join(root, "src"))) return (own = version);
  const code = filesBelow(join(root, "dist")).filter((file) => /\.c?js$/.test(file));
  return (own = `${version}+${digestOf(code.map(signatureOf).join()).slice(0, 8)}`);
}

const LOCK_FILES = [
  "package-lock.json",
  "npm-shrinkwrap.json",
  "yarn.lock",
  "pnpm-lock.yaml",
  "bun.lock",
  join("node_modules", ".package-lock.json"),
  join("node_modules", ".yarn-state.yml"),
  join("node_modules", ".pnpm", "lock.yaml"),
];

/** The lock files of the project and of tsnb, and the files in which package managers record installed packages. */
export function lockFiles(folder: string): readonly string[] {
  const found = new Set<string>();
  for (const start of [folder, packageRoot()]) {
    for (const at of foldersUpward(start)) {
      for (const name of LOCK_FILES) if (statOf(join(at, name))?.isFile()) found.add(join(at, name));
    }
  }
  return [...found];
}

/**
 * The environment variables that the code of a notebook may read.
 *
 * @param added the kernel's variables in addition to the environment that all kernels get.
 * @param secrets the variables to leave out.
 */
export function variableParts(
  code: readonly string[],
  added: Readonly<Record<string, string>>,
  secrets: readonly string[],
): readonly InputPart[] {
  const env: NodeJS.ProcessEnv = { ...kernelEnvironment(process.env), ...added };
  const read = code.map(mentionedVariables);
  const isWhole = read.some((one) => one.isWhole);
  const named = new Set([...read.flatMap(({ names }) => [...names]), ...Object.keys(added)]);
  const names = Object.keys(env).filter((name) => {
    if (WITHOUT_EFFECT.has(name)) return false;
    return named.has(name) || READ_BY_ALL.test(name) || (isWhole && !OF_SHELLS.has(name));
  });
  // An unset variable is also a part: it may be set the next time.
  const all = new Set([...names, ...named].filter((name) => !WITHOUT_EFFECT.has(name) && !secrets.includes(name)));
  return [...all].toSorted().map((name) => {
    const value = env[name];
    return { kind: "variable", name, value: value === undefined ? "nothing" : digestOf(value) };
  });
}

/** The folders of the tables that the lesson's helpers read; none unless some code imports the helpers. */
export function lessonFiles(code: readonly string[]): readonly string[] {
  if (!code.some((text) => text.includes("tsnb/lesson"))) return [];
  return setNames.map((set) => findResults({ set }).dir);
}

/** The digests of files and folders that cells do not name. */
export function digestsOf(paths: readonly string[]): ReadonlyMap<string, string> {
  return new Map(
    paths.flatMap((path) => {
      const digest = digestOfPath(path);
      return digest === undefined ? [] : [[path, digest] as const];
    }),
  );
}
