import { check } from "./check.ts";
import { help } from "./help.ts";
import type { Magic } from "./magic.ts";
import { npm } from "./npm.ts";
import { reset } from "./reset.ts";
import { timeit } from "./timeit.ts";
import { who } from "./who.ts";

/** The commands that a line may start with, after `%`. */
export const MAGICS: readonly Magic[] = [npm, timeit, who, reset, check, help];

/** The command of this name. */
export function magicNamed(name: string): Magic | undefined {
  return MAGICS.find((magic) => magic.name === name);
}
