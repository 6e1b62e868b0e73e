import { Attribution, followsCells } from "./attribution.ts";
import { forbidExits } from "./exits.ts";
import type { ToChild } from "../link.ts";
import { openLink } from "./link.ts";
import { captureStreams } from "./streams.ts";
import { startWatchdog } from "./watchdog.ts";

Error.stackTraceLimit = 25;
const link = openLink();
const attribution = new Attribution();
const exit = forbidExits();
captureStreams((name, text) => link.print(attribution.cell, name, text));

const waiting: ToChild[] = [];
let receive = (message: ToChild): void => void waiting.push(message);
link.listen(
  (message) => receive(message),
  () => exit(0),
);
const input = startWatchdog();

const { Session } = await import("./session.ts");
const session = new Session({ link, attribution, exit, input });
receive = (message) => session.receive(message);
link.send({ type: "ready", node: process.versions.node, lateOutput: followsCells });
for (const message of waiting) receive(message);
