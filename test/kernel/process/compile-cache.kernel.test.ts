import { readdirSync, statSync } from "node:fs";
import { extname, join } from "node:path";
import { expect, test } from "vitest";
import { scratch } from "../../support/scratch.ts";
import { Client } from "../support/client.ts";

// The kernel's own chunks, or in Node's cache, which the process of the cells writes only at its end, all files.
function filesIn(folder: string): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && (extname(entry.name) === "" || /^kernel-.*\.cache$/.test(entry.name)))
    .map(({ parentPath, name }) => join(parentPath, name));
}

test("the code that a kernel compiled serves the next one as it is", async () => {
  const cache = scratch();
  const first = await Client.start({ env: { TSNB_CACHE: cache } });
  await expect.poll(() => filesIn(cache), { timeout: 60_000 }).not.toEqual([]);
  const written = filesIn(cache);
  const versions = (): unknown[] => written.map((file) => [file, statSync(file).ino, statSync(file).mtimeMs]);
  const before = versions();
  await first.stop();

  const second = await Client.start({ env: { TSNB_CACHE: cache } });
  expect((await second.execute("1 + 1")).result).toBe("2");
  await second.stop();
  expect(versions()).toEqual(before);
});
