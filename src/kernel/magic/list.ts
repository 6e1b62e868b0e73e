import { check } from "./check.ts";
import { help } from "./help.ts";
import type { Magic } from "./magic.ts";
import { npm } from "./npm.ts";
import { reset } from "./reset.ts";
import { timeit } from "./timeit.ts";
import { who } from "./who.ts";

/** All magics. */
export const MAGICS: readonly Magic[] = [npm, timeit, who, reset, check, help];

export function magicNamed(name: string): Magic | undefined {
  return MAGICS.find((magic) => magic.name === name);
}
