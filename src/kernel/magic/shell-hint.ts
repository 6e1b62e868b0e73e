const PROGRAMS = new Set(
  "apt apt-get brew bun cat conda cp curl deno docker echo git kill ls mkdir mv node npx open pip pip3 python python3 rm sudo tar touch unzip wget".split(
    " ",
  ),
);
const COMMAND = /^\s*([\w-]+)[ \t]+(?=[\w./~@'"$-])(.*?)[;\s]*$/;

/**
 * The advice for a line with a syntax error that is a command of a shell; undefined for other lines.
 *
 * @example
 * shellHint("npm install lodash"); // "A command starts with % or !: write %npm install lodash"
 */
export function shellHint(line: string): string | undefined {
  const [, program = "", rest = ""] = COMMAND.exec(line) ?? [];
  const sign = ["npm", "pnpm", "yarn", "cd"].includes(program) ? "%" : PROGRAMS.has(program) ? "!" : undefined;
  if (sign === undefined) return undefined;
  const name = sign === "%" && program !== "cd" ? "npm" : program;
  return `A command starts with % or !: write ${sign}${name} ${rest}`;
}
