import { relative } from "node:path";
import * as v from "valibot";
import { filesMatching } from "../cache-metadata.ts";
import { listsOwnFolder, mentionedVariables } from "./code-mentions.ts";
import { type InputPart, PART_KINDS } from "./input-parts.ts";
import { ReachedFiles } from "./reached-files.ts";
import { digestsOf, lessonFiles, lockFiles, programParts, variableParts } from "./programs-and-variables.ts";
import type { Settings } from "./tsconfig-settings.ts";
import { slashed } from "../../../util/files/slashed.ts";

/** A question about the machine that a notebook's kernel runs on. */
export const QuestionSchema = v.object({
  /** The folder in which the cells run. */
  folder: v.string(),
  /** The code of the cells that run. */
  code: v.string(),
  /** The declared files, as paths and patterns relative to the folder. */
  declared: v.array(v.string()),
  /** Variables in addition to the environment that all kernels get. */
  env: v.record(v.string(), v.string()),
  /** The names of variables whose values are secret. */
  secrets: v.array(v.string()),
  kernel: v.object({ name: v.string(), argv: v.array(v.string()), env: v.record(v.string(), v.string()) }),
});

/** A question about the machine that a notebook's kernel runs on. */
export type SurroundingsQuestion = Readonly<v.InferOutput<typeof QuestionSchema>>;

const PartSchema = v.object({ kind: v.picklist(PART_KINDS), name: v.string(), value: v.string() });

export const SurroundingsSchema = v.object({
  /** The programs, environment variables and packages. */
  parts: v.array(PartSchema),
  /** The files and folders that the code reaches, with digests. Paths are relative to the folder, with slashes. */
  files: v.array(v.tuple([v.string(), v.string()])),
  /** The secret that the code reads; null when it reads none. */
  secret: v.nullable(v.string()),
  /** True when the code lists its own folder or one above. */
  isListing: v.boolean(),
});

/** The things on the machine of a notebook's kernel that its outputs depend on. */
export type Surroundings = Readonly<v.InferOutput<typeof SurroundingsSchema>>;

/** Answers a question about the machine that this process runs on. */
export async function surroundingsOf(question: SurroundingsQuestion): Promise<Surroundings> {
  const { folder, env, secrets, kernel } = question;
  const first = reach(question);
  const reached = first.lacksSettings
    ? reach(question, (await import("./tsconfig-settings.ts")).readSettings())
    : first;
  const { code, packages } = reached;
  const files = new Map([...reached.files, ...digestsOf([...lockFiles(folder), ...lessonFiles(code)])]);
  const secret = secrets.find((name) => code.some((one) => one.includes(name) || mentionedVariables(one).isWhole));
  return {
    parts: [
      ...programParts(kernel),
      ...variableParts(code, { ...env, ...kernel.env }, secrets),
      ...byName(packages).map(([name, value]): InputPart => ({ kind: "package", name, value })),
    ],
    files: byName(files).map(([path, digest]) => [slashed(relative(folder, path)), digest]),
    secret: secret ?? null,
    isListing: code.some(listsOwnFolder),
  };
}

function reach({ folder, code, declared }: SurroundingsQuestion, reader?: Settings): ReachedFiles {
  const found = new ReachedFiles(folder, reader);
  found.addCells(code);
  for (const path of filesMatching(declared, folder)) found.addPath(path);
  return found;
}

function byName(values: ReadonlyMap<string, string>): readonly (readonly [string, string])[] {
  return [...values].toSorted(([a], [b]) => (a < b ? -1 : 1));
}
