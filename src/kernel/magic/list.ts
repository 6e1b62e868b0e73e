import { check } from "./check.ts";
import { deps } from "./deps.ts";
import { help } from "./help.ts";
import type { Magic, MagicName } from "./magic.ts";
import { npm } from "./npm.ts";
import { reset } from "./reset.ts";
import { timeit } from "./timeit.ts";
import { who } from "./who.ts";

const BY_NAME: Readonly<Record<MagicName, Magic>> = { npm, timeit, who, deps, reset, check, help };

/** All magics, in the order of `%help`. */
export const MAGICS: readonly Magic[] = Object.values(BY_NAME);

export function magicNamed(name: string): Magic | undefined {
  return MAGICS.find((magic) => magic.name === name);
}
