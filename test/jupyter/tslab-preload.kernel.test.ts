import { execFile } from "node:child_process";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { expect, it } from "vitest";

const fixture = fileURLToPath(new URL("../kernel/fixtures/opening-router.mjs", import.meta.url));
const preload = new URL("../../dist/jupyter/tslab-preload.js", import.meta.url).href;

it.each([
  // Once this fails, an early request no longer makes tslab deaf, and the preload can go.
  ["refuses", [], "EBUSY\n"],
  ["keeps a request for", [`--import=${preload}`], "early bird\n"],
])("zeromq %s a message while its socket opens, with %j", async (_what, options, printed) => {
  const { stdout } = await promisify(execFile)(process.execPath, [...options, fixture], { timeout: 20_000 });
  expect(stdout).toBe(printed);
});
