import { type Command, InvalidArgumentError, Option } from "commander";
import * as v from "valibot";
import { isJsonObject } from "../jupyter/json.ts";
import type { ListedOption } from "../run/options/option-listing.ts";

/** Adds declared options to a command, each under the heading of its group. */
export function withOptions(command: Command, options: readonly ListedOption[]): Command {
  for (const option of options) command.addOption(flagOf(option));
  return command;
}

function flagOf({ letter, flag, placeholder, help, group, fallback, type, isList }: ListedOption): Option {
  const names = letter === undefined ? flag : `-${letter}, ${flag}`;
  if (placeholder === undefined) return new Option(names, help).helpGroup(`${group}:`);
  const option = new Option(`${names} <${placeholder}>`, isList ? `${help} (repeatable)` : help).helpGroup(`${group}:`);
  return (isList ? option : option.default(fallback)).argParser((text, before: unknown) => {
    const parsed = v.safeParse(type, text);
    if (!parsed.success) throw new InvalidArgumentError(parsed.issues[0].message);
    const value = parsed.output;
    if (Array.isArray(before) && Array.isArray(value)) return [...before, ...value];
    if (!isJsonObject(before) || !isJsonObject(value)) return value;
    const twice = Object.keys(value).find((name) => Array.isArray(before[name]));
    if (twice !== undefined) throw new InvalidArgumentError(`${twice} has values already; give all of them at once.`);
    return { ...before, ...value };
  });
}
