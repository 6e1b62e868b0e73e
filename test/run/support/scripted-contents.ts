import * as v from "valibot";

const Put = v.object({ type: v.picklist(["directory", "file"]), content: v.optional(v.string(), "") });
const API = "/api/contents/";

/** The contents API of a scripted server, with files in memory. */
export class ScriptedContents {
  /** The contents of each file, by path; undefined for a folder. */
  readonly entries = new Map<string, Buffer | undefined>();
  /** The paths of all uploads of files, in order. */
  readonly uploaded: string[] = [];
  #modified = new Map<string, string>();
  #clock = 0;

  /** Writes a file, as a kernel would; each write has a later time. */
  write(path: string, data: string | Buffer): void {
    this.entries.set(path, Buffer.from(data));
    this.#modified.set(path, new Date(++this.#clock).toISOString());
  }

  /** The status and body for a request; undefined for one that is not of the contents API. */
  answer(method: string, url: string, body: string): [number, string] | undefined {
    if (!url.startsWith(API)) return undefined;
    const path = decodeURIComponent(url.slice(API.length));
    if (path === "") return [200, JSON.stringify(this.#model(path))];
    if (method === "PUT") return this.#put(path, v.parse(Put, JSON.parse(body)));
    if (!this.entries.has(path)) return [404, '{"message":"No such file or directory"}'];
    const inside = [...this.entries.keys()].filter((each) => each.startsWith(`${path}/`));
    if (method === "DELETE") {
      if (inside.length > 0) return [400, '{"message":"Directory not empty"}'];
      this.entries.delete(path);
      return [204, ""];
    }
    const data = this.entries.get(path);
    const listed = inside.filter((each) => !each.slice(path.length + 1).includes("/")).map((each) => this.#model(each));
    return [200, JSON.stringify({ ...this.#model(path), content: data?.toString("base64") ?? listed })];
  }

  #put(path: string, { type, content }: v.InferOutput<typeof Put>): [number, string] {
    const above = path.replace(/\/?[^/]*$/, "");
    if (above !== "" && !this.entries.has(above)) return [500, '{"message":"No such directory"}'];
    if (type === "directory") this.entries.set(path, undefined);
    else {
      this.write(path, Buffer.from(content, "base64"));
      this.uploaded.push(path);
    }
    return [201, JSON.stringify(this.#model(path))];
  }

  #model(path: string): object {
    const data = this.entries.get(path);
    const type = data === undefined ? "directory" : "file";
    const last = this.#modified.get(path) ?? new Date(0).toISOString();
    return { name: path.replace(/^.*\//, ""), path, type, size: data?.length ?? null, last_modified: last };
  }
}
