import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { bundle } from "../../src/display/bundle.ts";
import { ImageError } from "../../src/display/errors/image-error.ts";
import { image } from "../../src/display/image.ts";

const GIF = Buffer.from("R0lGODlhAQABAAAAACw=", "base64");
const SVG = '<?xml version="1.0"?>\n<!-- a dot -->\n<svg xmlns="http://www.w3.org/2000/svg" width="2" height="2"/>';
const gif = { data: { "image/gif": GIF.toString("base64"), "text/plain": "GIF image, 14 bytes" }, metadata: {} };

const folder = mkdtempSync(join(tmpdir(), "image-"));
const server = createServer((request, response) => {
  response.writeHead(request.url === "/dot.gif" ? 200 : 404).end(request.url === "/dot.gif" ? GIF : "none");
});
let base = "";

beforeAll(async () => {
  writeFileSync(join(folder, "dot.gif"), GIF);
  writeFileSync(join(folder, "dot.svg"), SVG);
  writeFileSync(join(folder, "notes.txt"), "no picture <svg>");
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  // eslint-disable-next-line typescript/no-unsafe-type-assertion -- a TCP server has such an address
  base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});

afterAll(() => {
  server.close();
  rmSync(folder, { recursive: true });
});

describe("image", () => {
  it.each<[string, () => Parameters<typeof image>[0]]>([
    ["bytes", () => new Uint8Array(GIF)],
    ["an array buffer", () => new Uint8Array(GIF).buffer],
    ["a path", () => join(folder, "dot.gif")],
    ["a file's address", () => pathToFileURL(join(folder, "dot.gif"))],
    ["a file's address as text", () => pathToFileURL(join(folder, "dot.gif")).href],
    ["an address", () => `${base}/dot.gif`],
    ["an address as URL", () => new URL(`${base}/dot.gif`)],
    ["an address of data", () => `data:image/gif;base64,${GIF.toString("base64")}`],
  ])("is shown from %s", async (_what, source) => {
    expect(await bundle(image(source()))).toEqual(gif);
  });

  it("has a size and alternative text", async () => {
    expect(await bundle(image(GIF, { width: 20, height: 10, alt: "A dot" }))).toEqual({
      data: { ...gif.data, "text/plain": "A dot" },
      metadata: { "image/gif": { width: 20, height: 10 } },
    });
    expect(await bundle(image(join(folder, "dot.svg"), { width: 20 }))).toEqual({
      data: { "image/svg+xml": SVG, "text/plain": `SVG image, ${SVG.length} bytes` },
      metadata: { "image/svg+xml": { width: 20 } },
    });
  });

  it.each<[string, () => Parameters<typeof image>[0], string]>([
    ["a path without a file", () => join(folder, "none.png"), "ENOENT"],
    [
      "a file that is not a picture",
      () => join(folder, "notes.txt"),
      "its 16 bytes are not a picture that notebooks can show",
    ],
    [
      "bytes that are not a picture",
      () => Uint8Array.of(1, 2),
      "Showing the picture in bytes: its 2 bytes are not a picture",
    ],
    ["no bytes", () => new Uint8Array(), "its 0 bytes are not a picture"],
    // @ts-expect-error -- JavaScript may pass anything
    ["a number", () => 5, "it is number"],
    ["a folder", () => folder, "EISDIR"],
  ])("is refused when it is made: %s", (_what, source, got) => {
    expect(() => image(source())).toThrow(ImageError);
    expect(() => image(source())).toThrow(got);
  });

  it.each<[string, () => string, string]>([
    ["a missing page", () => `${base}/none.gif`, "the server answered 404 Not Found"],
    ["a missing server", () => "http://127.0.0.1:1/x.gif", "Check the path or address"],
    ["data that are not a picture", () => "data:text/plain,hello", "its 5 bytes are not a picture"],
  ])("is refused when it is shown: %s", async (_what, source, got) => {
    const shown = bundle(image(source()));
    await expect(shown).rejects.toThrow(ImageError);
    await expect(shown).rejects.toThrow(got);
  });
});
