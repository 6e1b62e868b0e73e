import { type Magic, MagicError } from "./magic.ts";

// Notebooks are shared, so a list does not show the values of these variables.
const SECRET = /key|token|secret|passw|pwd|credential|auth/i;

export const env: Magic = {
  name: "env",
  usage: "%env [NAME[=VALUE]]",
  help: "lists the environment variables, shows one, or sets one for this process",
  run({ argument }, { print }) {
    if (argument === "") return print(listed());
    const [, name, isSet, value = ""] = /^([^\s=]+)(\s*=\s*|\s+)?(.*)$/s.exec(argument) ?? [];
    if (name === undefined) throw new MagicError(`%env takes NAME or NAME=VALUE, but got ${argument}`);
    if (isSet !== undefined) process.env[name] = value;
    const found = process.env[name];
    if (found === undefined) throw new MagicError(`%env found no variable ${name}: set it with %env ${name}=value`);
    return print(isSet === undefined ? `${found}\n` : `${name}=${SECRET.test(name) ? "(hidden)" : found}\n`);
  },
};

function listed(): string {
  const names = Object.keys(process.env).toSorted();
  return names.map((name) => `${name}=${SECRET.test(name) ? "(hidden)" : process.env[name]}\n`).join("");
}
