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
