import { spawnSync } from "node:child_process";
import { realpathSync } from "node:fs";
import { join } from "node:path";
import { expect, test, vi } from "vitest";
import { processesWith } from "../../../support/processes.ts";
import { scratch } from "../../../support/scratch.ts";

// Windows has no uncatchable signal, and a Node.js process that ends there takes those it started with it.
test
  .skipIf(process.platform === "win32")
  .for(
    ["server", "program"].flatMap((way) => ["settings.json", "0.mts", "19.mts"].map((file) => [way, file] as const)),
  )("a compiler that asks its client, a %s, for %s ends when that is killed", async ([way, file]) => {
  const folder = realpathSync(scratch({}));
  const client = join(import.meta.dirname, "fixtures", "killed-client.ts");
  const { signal, stderr } = spawnSync(process.execPath, ["--import", "tsnb/register", client, folder, way, file], {
    encoding: "utf8",
  });
  expect({ signal, stderr }).toMatchObject({ signal: "SIGKILL" });
  await vi.waitFor(() => expect(processesWith(folder)).toEqual([]), { timeout: 20_000, interval: 20 });
});
