// The parser is a native library without a limit of its own: at about 4,000 open brackets or 10,000 operators, it
// overflows the stack and ends the process.
const DEEPEST_NESTING = 1000;
const LONGEST_SAFE_CHARACTERS = 8000;

const TEXT = /"[^"\\\n]*(?:\\.[^"\\\n]*)*"|'[^'\\\n]*(?:\\.[^'\\\n]*)*'|\/\/.*|\/\*[^]*?\*\//g;
const OPERATOR =
  /;(?!\s*\}?\s*else\b)|[-+*/%&|^!~?:=<>@[,]|\b(?:as|await|delete|do|else|for|if|in|instanceof|keyof|new|satisfies|typeof|void|while|with|yield)\b/g;

/**
 * True when the parser might overflow the stack of a process that must survive. Brackets in strings count too, so
 * that no string can hide brackets in code.
 */
export function isTooDeep(source: string): boolean {
  return hasDeepBrackets(source) || hasLongChain(source);
}

/** True when the parser would certainly end the process. Brackets in plain strings and comments do not count. */
export function isTooDeepToRun(source: string): boolean {
  return hasDeepBrackets(source) && hasDeepBrackets(source.replaceAll(TEXT, '""'), 3 * DEEPEST_NESTING);
}

function hasDeepBrackets(source: string, deepest = DEEPEST_NESTING): boolean {
  if (source.length < deepest) return false;
  let depth = 0;
  // `<` may be a comparison, which no `>` closes.
  let angles = 0;
  for (const [bracket] of source.matchAll(/[()[\]{}<>;\n]/g)) {
    if (bracket === ";" || bracket === "\n") angles = 0;
    else if (bracket === "<") angles++;
    else if (bracket === ">") angles = Math.max(0, angles - 1);
    else if ("([{".includes(bracket)) depth++;
    else depth = Math.max(0, depth - 1);
    if (depth + angles > deepest) return true;
  }
  return false;
}

// Each operator may nest the next: `a + a + a`, `!!!a`, `a ? b : c ? d : e`, `if (a) b; else if`.
function hasLongChain(source: string): boolean {
  if (source.length < LONGEST_SAFE_CHARACTERS) return false;
  let length = 0;
  for (const [operator] of source.replaceAll(TEXT, '""').matchAll(OPERATOR)) {
    length = operator === ";" || operator === "," ? 0 : length + 1;
    if (length > LONGEST_SAFE_CHARACTERS) return true;
  }
  return false;
}
