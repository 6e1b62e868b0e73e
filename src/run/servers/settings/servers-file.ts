import { readFile } from "node:fs/promises";
import { dirname, resolve } from "node:path";
import * as v from "valibot";
import { parse } from "yaml";
import { messageOf } from "../../../util/error.ts";
import { OptionError } from "../../errors/setting-errors.ts";

const Path = v.optional(v.string());

const Entry = v.strictObject({
  url: v.string(),
  tokenFile: Path,
  /** The environment variable that holds the token. */
  tokenVariable: v.optional(v.string()),
  jobs: v.optional(v.pipe(v.number(), v.integer(), v.minValue(1))),
  ca: Path,
  clientCert: Path,
  clientKey: Path,
  headers: v.optional(v.record(v.string(), v.string())),
});

const Servers = v.pipe(
  v.array(
    v.union([
      Entry,
      v.pipe(
        v.string(),
        v.transform((url): v.InferOutput<typeof Entry> => ({ url })),
      ),
    ]),
  ),
  v.minLength(1, "it lists no server"),
);

/** A server listed in a file. */
export type ListedServer = v.InferOutput<typeof Entry>;

/**
 * Reads a list of servers in YAML or JSON; relative paths in it start at its folder.
 *
 * @throws {OptionError} when the file cannot be read, or is not such a list.
 */
export async function readServers(file: string): Promise<readonly ListedServer[]> {
  let value: unknown;
  try {
    value = parse(await readFile(file, "utf8"));
  } catch (error) {
    throw new OptionError("servers", messageOf(error));
  }
  const parsed = v.safeParse(Servers, value);
  if (!parsed.success) {
    const [issue] = parsed.issues;
    throw new OptionError(
      "servers",
      `${file} is not a list of servers: ${v.getDotPath(issue) ?? "it"}: ${issue.message}`,
    );
  }
  const at = (path: string | undefined) => (path === undefined ? undefined : resolve(dirname(file), path));
  return parsed.output.map((entry) => ({
    ...entry,
    tokenFile: at(entry.tokenFile),
    ca: at(entry.ca),
    clientCert: at(entry.clientCert),
    clientKey: at(entry.clientKey),
  }));
}
