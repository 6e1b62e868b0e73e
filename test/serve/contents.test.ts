import { mkdirSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { scratch } from "../support/scratch.ts";
import { serve } from "./support/served.ts";

describe("the files of the folder", () => {
  it.each([
    "../secret.txt",
    "..%2Fsecret.txt",
    "%2e%2e/secret.txt",
    "%2e%2e%2fsecret.txt",
    "sub/../../secret.txt",
    "sub/%2e%2e/%2e%2e/secret.txt",
    "link.txt",
    "linked/secret.txt",
    "dangling.txt",
    ".hidden",
    "sub/.hidden",
    "a%00b",
    "in.txt/more",
  ])("%s is not among them", async (path) => {
    const outside = scratch({
      "secret.txt": "secret",
      "root/in.txt": "in",
      "root/.hidden": "h",
      "root/sub/.hidden": "h",
    });
    const folder = join(outside, "root");
    symlinkSync(join(outside, "secret.txt"), join(folder, "link.txt"));
    symlinkSync(outside, join(folder, "linked"));
    symlinkSync(join(outside, "nothing.txt"), join(folder, "dangling.txt"));
    const served = await serve({ folder });
    const response = await served.ask(`/api/contents/${path}`);
    expect(response.status).toBe(404);
    expect(await response.text()).not.toContain(outside);
  });

  it("may be reached by a link that stays inside, and the folder itself may be a link", async () => {
    const place = scratch({ "root/in.txt": "in" });
    symlinkSync(join(place, "root", "in.txt"), join(place, "root", "link.txt"));
    symlinkSync(join(place, "root"), join(place, "alias"));
    const served = await serve({ folder: join(place, "alias") });
    expect(await (await served.ask("/api/contents/link.txt")).json()).toMatchObject({ content: "in" });
  });

  it("are listed without what is hidden or leads outside", async () => {
    const outside = scratch({ "secret.txt": "s", "root/a.txt": "a", "root/.git/config": "c" });
    const folder = join(outside, "root");
    mkdirSync(join(folder, "empty"));
    symlinkSync(join(outside, "secret.txt"), join(folder, "link.txt"));
    const served = await serve({ folder });
    const listing: unknown = await (await served.ask("/api/contents?content=1")).json();
    expect(listing).toMatchObject({
      type: "directory",
      path: "",
      content: expect.arrayContaining([
        expect.objectContaining({ name: "a.txt", type: "file", size: 1, content: null }),
        expect.objectContaining({ name: "empty", type: "directory", size: null }),
      ]),
    });
    expect(JSON.stringify(listing)).not.toMatch(/link|secret|git/);
  });
});
