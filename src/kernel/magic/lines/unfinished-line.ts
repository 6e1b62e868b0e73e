const QUOTED = /"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'|`(?:[^`\\]|\\.)*`/gs;
const TRAILING_OPERATOR = /(?:&&|\|\||[ \t](?:[|?:+%^]|\?\?|[=!<>]=*|instanceof))\s*$/;
const KEYWORD = /^\s*![ \t]+(?:await|class|delete|new|typeof|void)\b/;

/** True when a line that does not parse goes on below it as TypeScript would, but a shell command would not. */
export function isUnfinished(line: string): boolean {
  const bare = line.replaceAll(QUOTED, "");
  const [opened, closed] = [/[([{]/g, /[)\]}]/g].map((brackets) => bare.match(brackets)?.length ?? 0);
  return (
    Number(opened) > Number(closed) || bare.includes("`") || [TRAILING_OPERATOR, KEYWORD].some((one) => one.test(bare))
  );
}

// Statements of more lines are rare, and all of the statement is parsed for each.
const MOST_LINES = 100;

/** The code from `start` to `end`, with the lines below it that it needs to parse; without them if none will do. */
export function finishedBelow(source: string, start: number, end: number, parses: (code: string) => boolean): string {
  let to = end;
  for (let count = 0; to < source.length && count < MOST_LINES; count++) {
    const next = source.indexOf("\n", to + 1);
    to = next < 0 ? source.length : next;
    if (parses(source.slice(start, to))) return source.slice(start, to);
  }
  return source.slice(start, end);
}
