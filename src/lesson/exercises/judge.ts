import type { ExerciseAnswers, Exercise } from "./exercise.ts";
import { Verdict } from "./verdict.ts";

/** The most characters of a string that a message quotes. */
const LONGEST_STRING = 40;

/** Compares a learner's value with the answer. Never gives the answer away. */
export async function judge(exercise: Exercise, value: unknown): Promise<Verdict> {
  const { name, advice, tolerance = 0 } = exercise;
  if (value === undefined || value === null) return new Verdict(name, "missing");
  const answer = await exercise.answer();
  const wrong = (why: string): Verdict => new Verdict(name, "wrong", why);
  const got = comparable(value);
  if (got === undefined || typeof got !== typeof answer.right) {
    const wanted = typeof answer.right === "number" ? "a number" : "a string";
    return wrong(`the answer is ${wanted}, and this is ${kindOf(value)}. ${advice}`);
  }
  if (isSame(got, answer.right, tolerance)) return new Verdict(name, "right");
  if (Number.isNaN(got)) return wrong(`this is NaN, which is not a number. ${advice}`);
  return wrong(mistakeIn(got, answer, tolerance) ?? `that is not it. ${advice}`);
}

function mistakeIn(got: number | string, { mistakes }: ExerciseAnswers, tolerance: number): string | undefined {
  return mistakes.find(([value]) => isSame(got, value, tolerance))?.[1];
}

function isSame(got: number | string, value: number | string, tolerance: number): boolean {
  return typeof got === "number" && typeof value === "number" ? Math.abs(got - value) <= tolerance : got === value;
}

/** The value in the form to compare: bigints as numbers, strings trimmed; undefined for other types. */
function comparable(value: unknown): number | string | undefined {
  if (typeof value === "string") return value.trim();
  if (typeof value === "bigint") return Number(value);
  return typeof value === "number" ? value : undefined;
}

function kindOf(value: unknown): string {
  if (value instanceof Promise) return "a promise: put `await` before it";
  if (typeof value === "string") return `the string ${JSON.stringify(value.slice(0, LONGEST_STRING))}`;
  if (typeof value === "number" || typeof value === "bigint") return "a number";
  if (typeof value === "boolean") return `${value}`;
  if (typeof value === "function") return "a function: call it";
  return Array.isArray(value) ? "an array" : "an object, such as a table or a row";
}
