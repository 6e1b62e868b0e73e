import * as v from "valibot";
import { ServerRefusalError, TakesNoFilesError } from "./errors.ts";
import type { Server } from "./server.ts";

/** A file or folder on a server. */
export type Entry = {
  readonly name: string;
  readonly isFolder: boolean;
  /** The size in bytes; undefined when the server does not give it. */
  readonly size: number | undefined;
  /** A string that differs between versions of a file; undefined when the server gives none. */
  readonly version: string | undefined;
};

const Model = v.object({
  // A name must not lead to another folder or to anything hidden, whatever the server sends.
  name: v.pipe(v.string(), v.regex(/^[^./\\\0:][^/\\\0:]*$/)),
  type: v.picklist(["directory", "file", "notebook"]),
  size: v.nullish(v.number()),
  last_modified: v.nullish(v.string()),
});
const Listing = v.object({ content: v.array(v.unknown()) });
const File = v.object({ content: v.string() });

const SILENCE_MS = 120_000;
const DOING = "Uploading the notebook's folder";
const READING = "Bringing back what the notebook wrote";

/** The files of a Jupyter server. Paths are relative to its root, with slashes. */
export class ContentsApi {
  readonly server: Server;

  constructor(server: Server) {
    this.server = server;
  }

  /**
   * Makes a folder below one that exists.
   *
   * @throws {TakesNoFilesError} when the server has no contents API.
   */
  async makeFolder(path: string): Promise<void> {
    const parts = { method: "PUT", json: { type: "directory" }, silence: SILENCE_MS };
    const { status } = await this.server.ask("api/contents/?content=0");
    if (status === 404 || status === 405) throw new TakesNoFilesError(this.server.url, status);
    await this.server.json(DOING, at(path), parts);
  }

  /** Writes a file into a folder that exists. All files are sent as base64, which preserves every byte. */
  async write(path: string, data: Buffer): Promise<Entry | undefined> {
    const json = { type: "file", format: "base64", content: data.toString("base64") };
    return entryIn(await this.server.json(DOING, at(path), { method: "PUT", json, silence: SILENCE_MS }));
  }

  /** The files and folders in a folder; undefined when the folder no longer exists. */
  async list(path: string): Promise<readonly Entry[] | undefined> {
    const found = await this.#find(`${at(path)}?type=directory&content=1`);
    if (found === undefined) return undefined;
    return v.parse(Listing, found).content.flatMap((model) => entryIn(model) ?? []);
  }

  /** Reads a file; undefined when it no longer exists. */
  async read(path: string): Promise<Buffer | undefined> {
    const found = await this.#find(`${at(path)}?type=file&format=base64&content=1`);
    return found === undefined ? undefined : Buffer.from(v.parse(File, found).content, "base64");
  }

  /** Deletes a file, or a folder with its contents, one by one where the server refuses to delete a full folder. */
  async remove(path: string): Promise<void> {
    const { status } = await this.server.ask(at(path), { method: "DELETE", silence: SILENCE_MS });
    if (status < 300 || status === 404) return;
    for (const { name } of (await this.list(path).catch(() => undefined)) ?? []) await this.remove(`${path}/${name}`);
    await this.server.json("Deleting the notebook's folder", at(path), { method: "DELETE", silence: SILENCE_MS });
  }

  async #find(path: string): Promise<unknown> {
    try {
      return await this.server.json(READING, path, { silence: SILENCE_MS });
    } catch (error) {
      if (error instanceof ServerRefusalError && error.status === 404) return undefined;
      throw error;
    }
  }
}

function at(path: string): string {
  return `api/contents/${path.split("/").map(encodeURIComponent).join("/")}`;
}

function entryIn(value: unknown): Entry | undefined {
  const parsed = v.safeParse(Model, value);
  if (!parsed.success) return undefined;
  const { name, type, size, last_modified: modified } = parsed.output;
  const version = modified ? `${modified} ${size ?? ""}` : undefined;
  return { name, isFolder: type === "directory", size: size ?? undefined, version };
}
