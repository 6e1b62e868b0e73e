import { expect, it } from "vitest";
import { silentTslab } from "../../../../src/kernel/child/api/silent-tslab.ts";

it("has all of tslab's versions in scripts too, and shows nothing", () => {
  expect(silentTslab.versions).toEqual({
    tslab: expect.stringMatching(/^\d+\./),
    typescript: expect.stringMatching(/^\d+\./),
    node: process.version,
  });
  expect(silentTslab.newDisplay().raw("text/plain", "a")).toBeUndefined();
});
