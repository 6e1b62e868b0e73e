import * as v from "valibot";
import { NotJupyterError, ServerRefusalError, TakesNoFilesError } from "../errors.ts";
import type { Server } from "../http/server.ts";
import { isUsableFileName } from "./usable-file-name.ts";
import { isSuccess, STATUS } from "../http/status.ts";

/** A file or folder on a server. */
export type RemoteEntry = {
  /** The name on the server, which this machine may be unable to use. */
  readonly name: string;
  readonly isFolder: boolean;
  /** The size in bytes; undefined when the server does not give it. */
  readonly size: number | undefined;
  /** A string that differs between versions of a file; undefined when the server gives none. */
  readonly version: string | undefined;
};

const Model = v.object({
  name: v.string(),
  type: v.string(),
  size: v.nullish(v.number()),
  last_modified: v.nullish(v.string()),
});
const Listing = v.object({ content: v.array(Model) });
const File = v.object({ content: v.string() });

const SILENCE_MS = 120_000;
const DOING = "Uploading the notebook's folder";

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
    if (status === STATUS.notFound || status === STATUS.methodNotAllowed) {
      throw new TakesNoFilesError(this.server.url, status);
    }
    await this.server.json(DOING, at(path), parts);
  }

  /** Writes a file into a folder that exists. All files are sent as base64, which preserves every byte. */
  async write(path: string, data: Buffer): Promise<RemoteEntry | undefined> {
    const json = { type: "file", format: "base64", content: data.toString("base64") };
    return entryIn(await this.server.json(DOING, at(path), { method: "PUT", json, silence: SILENCE_MS }));
  }

  /**
   * The files and folders in a folder; undefined when the folder no longer exists.
   *
   * @throws {ServerError} when the server does not list it.
   */
  async list(path: string): Promise<readonly RemoteEntry[] | undefined> {
    return (await this.#find(path, "directory&content=1", Listing))?.content.map(entryOf);
  }

  /**
   * Reads a file; undefined when it no longer exists.
   *
   * @throws {ServerError} when the server does not give it.
   */
  async read(path: string): Promise<Buffer | undefined> {
    const found = await this.#find(path, "file&format=base64&content=1", File);
    return found === undefined ? undefined : Buffer.from(found.content, "base64");
  }

  /** Deletes a file, or a folder with its contents, one by one where the server refuses to delete a full folder. */
  async remove(path: string): Promise<void> {
    const { status } = await this.server.ask(at(path), { method: "DELETE", silence: SILENCE_MS });
    if (isSuccess(status) || status === STATUS.notFound) return;
    const entries = (await this.list(path).catch(() => undefined)) ?? [];
    // A server must not make this delete another folder.
    for (const { name } of entries) if (isUsableFileName(name, "linux")) await this.remove(`${path}/${name}`);
    await this.server.json("Deleting the notebook's folder", at(path), { method: "DELETE", silence: SILENCE_MS });
  }

  async #find<T>(path: string, type: string, schema: v.GenericSchema<unknown, T>): Promise<T | undefined> {
    const doing = `Bringing back ${path}`;
    let answer: unknown;
    try {
      answer = await this.server.json(doing, `${at(path)}?type=${type}`, { silence: SILENCE_MS });
    } catch (error) {
      if (error instanceof ServerRefusalError && error.status === STATUS.notFound) return undefined;
      throw error;
    }
    const parsed = v.safeParse(schema, answer);
    if (parsed.success) return parsed.output;
    const got = `the answer is not one of Jupyter's contents API (${parsed.issues[0].message})`;
    const fix = "Check that the address is that of a Jupyter server, and no proxy changes its answers";
    throw new NotJupyterError(this.server.url, { doing: `${doing} from ${this.server.url}`, got, fix });
  }
}

function at(path: string): string {
  return `api/contents/${path.split("/").map(encodeURIComponent).join("/")}`;
}

function entryIn(value: unknown): RemoteEntry | undefined {
  const parsed = v.safeParse(Model, value);
  return parsed.success ? entryOf(parsed.output) : undefined;
}

function entryOf({ name, type, size, last_modified: modified }: v.InferOutput<typeof Model>): RemoteEntry {
  const version = modified ? `${modified} ${size ?? ""}` : undefined;
  return { name, isFolder: type === "directory", size: size ?? undefined, version };
}
