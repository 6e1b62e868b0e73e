const PROGRAMS = new Set(
  "apt apt-get brew bun cat conda cp curl deno docker echo git kill ls mkdir mv node npx open pip pip3 python python3 rm sudo tar touch unzip wget".split(
    " ",
  ),
);
const COMMAND = /^\s*([\w-]+)[ \t]+(?=[\w./~@'"$-])(.*?)[;\s]*$/;
const INSTALLING = /^(?:add|i|install)\b/;

/**
 * The advice for a line with a syntax error that is a command of a shell; undefined for other lines.
 *
 * @example
 * shellHint("npm install lodash"); // "A command starts with % or !: write %npm install lodash"
 */
export function shellHint(line: string): string | undefined {
  const [, program = "", rest = ""] = COMMAND.exec(line) ?? [];
  const command = commandFor(program, rest);
  return command === undefined ? undefined : `A command starts with % or !: write ${command}`;
}

function commandFor(program: string, rest: string): string | undefined {
  if (program === "npm" || program === "cd") return `%${program} ${rest}`;
  // npm lacks most other commands of pnpm and yarn.
  if (program === "pnpm" || program === "yarn") return INSTALLING.test(rest) ? `%npm ${rest}` : `!${program} ${rest}`;
  return PROGRAMS.has(program) ? `!${program} ${rest}` : undefined;
}
