import { createHash } from "node:crypto";
import { readFileSync, writeFileSync } from "node:fs";

export const MEGABYTE = 1_000_000;

/** Code that prints so many megabytes; with `progress`, it writes the number printed so far into that file. */
export function print(megabytes: number, { line = 1000, progress = "" } = {}): string {
  const each = MEGABYTE / line;
  const note = `if (i % ${each} === 0) require("node:fs").writeFileSync(${JSON.stringify(progress)}, String(i / ${each}));`;
  return `for (let i = 0; i < ${megabytes * each}; i++) {
    console.log(String(i).padEnd(${line - 1}, "x"));
    ${progress === "" ? "" : note}
  }`;
}

export function printed(megabytes: number, { line = 1000 } = {}): string {
  let text = "";
  for (let i = 0; i < (megabytes * MEGABYTE) / line; i++) text += `${String(i).padEnd(line - 1, "x")}\n`;
  return text;
}

// Vitest would compare and show such long strings character by character.
export function digest(text: string): string {
  return `${text.length} ${createHash("sha256").update(text).digest("hex")}`;
}

/** The megabytes that a cell has printed, by its `progress` file, once they stay the same for 500 ms. */
export async function standstill(file: string): Promise<number> {
  writeFileSync(file, "0");
  let [before, now] = [-1, 0];
  while (before !== now || now === 0) {
    before = now;
    await new Promise((resolve) => setTimeout(resolve, 500));
    now = Number(readFileSync(file, "utf8"));
  }
  return now;
}
