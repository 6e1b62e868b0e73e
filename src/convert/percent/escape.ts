import { findMagics } from "../../kernel/magic/lines.ts";

// A comment that, with one `// ` less, would be a command to the kernel.
const COMMENTED_MAGIC = /^[ \t]*(?:\/\/ ?)+(?:%{1,3}[A-Za-z]|!(?!function\b|async\b|[\s!=([{]).)/;

// A shell goes on behind a line that ends with a backslash.
const GOING_ON = /(?<!\\)(?:\\\\)*\\\r?$/;

/** A comment that starts a cell, or would with one `// ` less. */
const COMMENTED_MARKER = /^[ \t]*(?:\/\/[ \t]*)+(?:%%(?:%*[ \t]|%*$)|(?:<codecell>|In\[[0-9 ]*\]:?)\s*$)/;

/** A cell's code as TypeScript: commands to the kernel become comments, and comments that look like them get deeper. */
export function escapeCode(source: string): string {
  const commanded = linesOfMagics(source);
  return source
    .split("\n")
    .map((line, index) => {
      const start = commanded.get(index);
      if (start === "goes on") return escapeMarker(`// ${line}`);
      return start === "starts" || COMMENTED_MAGIC.test(line) ? deeper(line) : escapeMarker(line);
    })
    .join("\n");
}

/** The cell's code that was escaped. */
export function unescapeCode(text: string): string {
  let goesOn = false;
  return text
    .split("\n")
    .map((line) => {
      if (goesOn && line.startsWith("// ")) {
        const continued = unescapeMarker(line).slice(3);
        goesOn = GOING_ON.test(continued);
        return continued;
      }
      goesOn = false;
      if (!COMMENTED_MAGIC.test(line)) return unescapeMarker(line);
      const original = shallower(line);
      goesOn = original.trimStart().startsWith("!") && GOING_ON.test(original);
      return original;
    })
    .join("\n");
}

/** A line of a comment that would start a cell, made deeper. */
export function escapeMarker(line: string): string {
  return COMMENTED_MARKER.test(line) ? deeper(line) : line;
}

/** The line that was made deeper. */
export function unescapeMarker(line: string): string {
  return COMMENTED_MARKER.test(line) && /^[ \t]*\/\/[ \t]*\/\//.test(line) ? shallower(line) : line;
}

function deeper(line: string): string {
  return line.replace(/^[ \t]*/, (indent) => `${indent}// `);
}

function shallower(line: string): string {
  return line.replace(/^([ \t]*)\/\/ ?/, "$1");
}

/** The lines of a cell's commands to the kernel, and those that such a command goes on in. */
function linesOfMagics(source: string): ReadonlyMap<number, "starts" | "goes on"> {
  const lines = new Map<number, "starts" | "goes on">();
  // Questions and cells of other kernels stay as they are: no comment could be told from them.
  const commands = findMagics(source).filter(({ name }) => !/^[?%]/.test(name));
  for (const { start, end } of commands) {
    const first = source.slice(0, start).split("\n").length - 1;
    const count = source.slice(start, end).split("\n").length;
    for (let index = 0; index < count; index++) lines.set(first + index, index === 0 ? "starts" : "goes on");
  }
  return lines;
}
