import { setTimeout as delay } from "node:timers/promises";

/** Lets several continue together: each waits until `size` have arrived. */
export class Meeting {
  readonly #size: number;
  #waiting: (() => void)[] = [];

  constructor(size: number) {
    this.#size = size;
  }

  async arrive(): Promise<void> {
    const released = new Promise<void>((resolve) => this.#waiting.push(resolve));
    if (this.#waiting.length >= this.#size) for (const release of this.#waiting.splice(0)) release();
    await released;
  }
}

const LINE = `${"x".repeat(99)}\n`;
const LINES_AT_ONCE = 80;

/**
 * Runs a cell of a scripted kernel, line by line: `print some words`; `wait 100` (milliseconds); `meet`, which waits
 * until all kernels have reached it; `flood 1000000`, which prints that many bytes at full speed.
 *
 * @param print resolves when the text has been sent.
 */
export async function runScript(
  code: string,
  { print, meeting }: { readonly print: (text: string) => Promise<void>; readonly meeting: Meeting },
): Promise<void> {
  for (const line of code.split("\n")) {
    const [verb = "", ...words] = line.split(" ");
    const rest = words.join(" ");
    if (verb === "print") await print(`${rest}\n`);
    else if (verb === "wait") await delay(Number(rest));
    else if (verb === "meet") await meeting.arrive();
    else if (verb === "flood") await flood(Number(rest), print);
    else throw new Error(`a scripted kernel cannot ${JSON.stringify(line)}`);
  }
}

/** The milliseconds that a cell waits; undefined when it does not wait. */
export function waitOf(code: string): number | undefined {
  const [wait] = argumentsOf("wait", code);
  return wait === undefined ? undefined : Number(wait);
}

/** The text that a cell's `print` lines print. */
export function printedBy(code: string): string {
  return argumentsOf("print", code)
    .map((words) => `${words}\n`)
    .join("");
}

function argumentsOf(verb: string, code: string): readonly string[] {
  return code.split("\n").flatMap((line) => (line.startsWith(`${verb} `) ? line.slice(verb.length + 1) : []));
}

async function flood(bytes: number, print: (text: string) => Promise<void>): Promise<void> {
  const text = LINE.repeat(LINES_AT_ONCE);
  for (let left = bytes; left > 0; left -= text.length) await print(text.slice(0, left));
}
