import { bash } from "./bash.ts";
import { cd } from "./cd.ts";
import { check } from "./check.ts";
import { deps } from "./deps.ts";
import { env } from "./env.ts";
import { help } from "./help.ts";
import type { Magic, MagicName } from "./magic.ts";
import { npm } from "./npm.ts";
import { reset } from "./reset.ts";
import { run } from "./run.ts";
import { time } from "./time.ts";
import { timeit } from "./timeit.ts";
import { who } from "./who.ts";
import { writefile } from "./writefile.ts";

const BY_NAME: Readonly<Record<MagicName, Magic>> = {
  npm,
  run,
  timeit,
  time,
  who,
  deps,
  cd,
  env,
  writefile,
  bash,
  reset,
  check,
  help,
};

/** All magics, in the order of `%help`. */
export const MAGICS: readonly Magic[] = Object.values(BY_NAME);

export function magicNamed(name: string): Magic | undefined {
  return MAGICS.find((magic) => magic.name === name);
}
