import { expect, it } from "vitest";
import { requireOpenFiles } from "../../../src/run/servers/open-files-limit.ts";

it("refuses more notebooks at once than there may be connections", () => {
  expect(() => requireOpenFiles(1000, () => 1024)).toThrow(
    'Reading the option "jobs": 1000 notebooks at once take up to 3100 open files and connections, and this process may have 1024; raise that with ulimit -n, or run fewer.',
  );
});

it("takes as many as fit, and any number where there is no limit", () => {
  for (const limit of [3100, Number.POSITIVE_INFINITY]) expect(() => requireOpenFiles(1000, () => limit)).not.toThrow();
});

it("does not look at the limit for a few notebooks", () => {
  expect(() => requireOpenFiles(64, () => 0)).not.toThrow();
});
