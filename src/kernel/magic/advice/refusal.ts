import { insteadOf } from "./foreign-magics.ts";
import { MAGICS, magicNamed } from "../list.ts";
import type { MagicLine } from "../lines/magic-lines.ts";

/** The reason why no kernel could run a command, with advice; undefined when there is such a command. */
export function refusalOf({ name, isLate }: Pick<MagicLine, "name" | "isLate">): string | undefined {
  if (name === "shell" || name === "?" || name === "??") return undefined;
  if (isLate === true) return `%${name} must be the first line of its cell: move it there, or into a cell of its own`;
  const isWholeCell = name.startsWith("%");
  const magic = magicNamed(isWholeCell ? name.slice(1) : name);
  if (!magic) return unknown(name, isWholeCell);
  if (isWholeCell && magic.wholeCell === undefined) {
    return `%${name} is not a command, but %${magic.name} is, on a line of its own: ${magic.usage}`;
  }
  if (!isWholeCell && magic.isWholeOnly === true) {
    return `%${name} is not a command, but %%${name} is, on the first line of a cell: ${magic.usage}`;
  }
  return undefined;
}

function unknown(name: string, isWholeCell: boolean): string {
  const instead = insteadOf(isWholeCell ? name.slice(1) : name);
  const what = isWholeCell
    ? `%${name} is not a command of this kernel, whose cells are TypeScript`
    : `%${name} is not a command`;
  return `${what}: ${instead ?? `the commands are ${known()} and !command`}`;
}

function known(): string {
  return MAGICS.map(({ name, isWholeOnly }) => (isWholeOnly === true ? `%%${name}` : `%${name}`)).join(", ");
}
