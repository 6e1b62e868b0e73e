import { Captures } from "./running/captures.ts";
import { Attribution, followsCells } from "./running/attribution.ts";
import { killTree } from "./kill-tree.ts";
import { forbidExits } from "./built-ins/forbid-exits.ts";
import { importNotebook } from "./entry-imports.ts";
import { makeInputMemory } from "./input/input-memory.ts";
import { allowColours } from "../process/colours.ts";
import { keepCompiled } from "../process/compile-cache.ts";
import type { ToChild } from "../link/messages.ts";
import { openLink } from "./parent-link.ts";
import { printWarnings } from "./printing/print-warnings.ts";
import { captureStreams } from "./printing/streams.ts";

// Parsers and solvers call themselves deeply: the cell is below their calls.
const MOST_CALLS = 50;

const compileCache = keepCompiled();
Error.stackTraceLimit = MOST_CALLS;
const { pid } = process;
const attribution = new Attribution();
const captures = new Captures(attribution);
const link = openLink(captures);
const exit = forbidExits();
allowColours();
printWarnings();
captureStreams((name, text) => link.print(attribution.cell, name, text));

const waiting: ToChild[] = [];
let receive = (message: ToChild): void => void waiting.push(message);
link.listen(
  (message) => receive(message),
  () => killTree(pid),
);
const input = makeInputMemory();

// No top-level await: this file is bundled as CommonJS, which Node starts faster.
async function start(): Promise<void> {
  const { CellHost } = await import("./cell-host.ts");
  compileCache.end();
  const { TSNB_SEED: seed } = process.env;
  // By now most of the kernel's code is loaded, and keeps the real clock and timers.
  const fixed = seed ? (await import("./deterministic/fix.ts")).fix(seed, 0, process.env) : undefined;
  const host = new CellHost({ link, attribution, captures, exit, input, importNotebook, fixed });
  link.send({ type: "ready", node: process.versions.node, lateOutput: followsCells });

  // Cells run only once the watchdog can stop them.
  const { startWatchdog } = await import("./watchdog.ts");
  startWatchdog(input);
  receive = (message) => host.receive(message);
  for (const message of waiting) receive(message);
}

void start();
