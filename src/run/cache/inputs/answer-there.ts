import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, relative, resolve } from "node:path";
import * as v from "valibot";
import { QuestionSchema, type Surroundings, SurroundingsSchema, surroundingsOf } from "./surroundings.ts";
import { slashed } from "../../../util/files/slashed.ts";

const Request = v.object({
  question: QuestionSchema,
  /** The answer of the kernel before its first cell; undefined in the request that this answers. */
  before: v.optional(v.object({ folder: v.string(), list: v.string() })),
});

/** A run's question to a kernel on another machine, before its first cell or after its last. */
export type RequestThere = Readonly<v.InferOutput<typeof Request>>;

export const AnswerSchema = v.object({
  ...SurroundingsSchema.entries,
  /** The folder in which the cells run. */
  folder: v.string(),
  /** The file in which tsnb's helpers list the files that they write. */
  list: v.string(),
  /** Those files, relative to the folder, with slashes. */
  saved: v.array(v.string()),
});

type Answer = Surroundings & Pick<v.InferOutput<typeof AnswerSchema>, "folder" | "list" | "saved">;

/** A run loads this module into the process of a kernel's cells, and asks what a notebook's outputs depend on there. */
export async function answer(request: unknown): Promise<object> {
  const { question, before } = v.parse(Request, request);
  const { folder, list } = before ?? { folder: process.cwd(), list: newList() };
  const { kernel } = question;
  const surroundings = await surroundingsOf({
    ...question,
    folder,
    kernel: { ...kernel, argv: [process.execPath, ...kernel.argv.slice(1)] },
  });
  const saved =
    before === undefined ? [] : savedIn(list).map((path) => slashed(relative(folder, resolve(folder, path))));
  const all: Answer = { ...surroundings, folder, list, saved };
  return { [Symbol.for("Jupyter.display")]: () => ({ "application/json": all }) };
}

// Node.js names the folder, not `Math.random`, which may be seeded for the cells.
function newList(): string {
  const list = join(mkdtempSync(join(tmpdir(), "tsnb-saved-")), "list");
  process.env["TSNB_SAVED"] = list;
  // A notebook that fails is not asked again.
  process.once("exit", () => rmSync(dirname(list), { recursive: true, force: true }));
  return list;
}

function savedIn(list: string): readonly string[] {
  let text = "";
  try {
    text = readFileSync(list, "utf8");
  } catch {
    // The file is missing when the notebook saved nothing.
  }
  delete process.env["TSNB_SAVED"];
  rmSync(dirname(list), { recursive: true, force: true });
  return text.split("\n").filter((line) => line !== "");
}
