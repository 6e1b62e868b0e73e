import { createHash } from "node:crypto";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { messageOf, reasonOf } from "../../util/error.ts";
import { WriteError, writeAtomic } from "../../util/files/write-atomic.ts";
import { setFolder } from "./download-cache.ts";
import {
  DiskFullError,
  FileNotServedError,
  IncompleteDownloadError,
  NoNetworkError,
  ServerRefusedError,
  StalledDownloadError,
  WrongHashError,
} from "./errors.ts";
import { type PinnedFile, type PinnedSet, pinnedSets, type SetName } from "../pinned-sets.ts";

const upstreamAddress = "https://raw.githubusercontent.com/huggingface/pytorch-image-models";
const PATIENCE_MS = 30_000;

/** The progress of a download. */
export type DownloadProgress = {
  set: SetName;
  file: string;
  at: number;
  files: number;
  received: number;
  bytes: number;
};

export type DownloadOptions = {
  /** True downloads files again that are already present. */
  force?: boolean;
  env?: NodeJS.ProcessEnv;
  /** Milliseconds without a byte after which a download is abandoned. Default 30000. */
  patience?: number;
  onProgress?: (progress: DownloadProgress) => void;
};

/** True when a file has been downloaded and is the pinned one. */
export async function isPresent(folder: string, file: PinnedFile): Promise<boolean> {
  const bytes = await readFile(join(folder, file.name)).catch(() => null);
  return bytes !== null && sha256(bytes) === file.sha256;
}

/**
 * Downloads the files of a pinned set that are not in the cache yet, one by one, each checked by its
 * SHA-256 before it is written. After an interruption, it resumes with the first missing file.
 *
 * @returns the folder, and the names of the files that were downloaded: none if all were present.
 * @throws one class of download/errors.ts per cause, or WriteError when the cache cannot be written.
 */
export async function downloadSet(
  set: SetName,
  options: DownloadOptions = {},
): Promise<{ folder: string; downloaded: string[] }> {
  const { force = false, env = process.env, onProgress } = options;
  const pinned = pinnedSets[set];
  const folder = setFolder(set, env);
  const downloaded: string[] = [];
  for (const [at, file] of pinned.files.entries()) {
    const progress = { set, file: file.name, at, files: pinned.files.length, bytes: file.bytes };
    if (force || !(await isPresent(folder, file))) {
      const onBytes = (received: number): void => onProgress?.({ ...progress, received });
      onBytes(0);
      await save(
        join(folder, file.name),
        await take(addressOf(pinned, file, env), file, options.patience ?? PATIENCE_MS, onBytes),
      );
      downloaded.push(file.name);
    }
    onProgress?.({ ...progress, received: file.bytes });
  }
  return { folder, downloaded };
}

function addressOf(set: PinnedSet, file: PinnedFile, env: NodeJS.ProcessEnv): string {
  const own = env["TSNB_DATA_URL"];
  const base = own === undefined || own === "" ? upstreamAddress : own.replace(/\/+$/, "");
  return `${base}/${set.commit}/results/${file.name}`;
}

async function take(url: string, file: PinnedFile, wait: number, onBytes: (received: number) => void): Promise<Buffer> {
  const stall = new AbortController();
  const timer = setTimeout(() => stall.abort(), wait);
  try {
    const response = await connect(url, stall.signal);
    const bytes = await body(url, response, file, () => timer.refresh(), onBytes);
    const hash = sha256(bytes);
    if (hash !== file.sha256) throw new WrongHashError(url, `the SHA-256 is ${hash}, not ${file.sha256}`);
    return bytes;
  } catch (cause) {
    if (stall.signal.aborted) throw new StalledDownloadError(url, wait / 1000);
    throw cause;
  } finally {
    clearTimeout(timer);
    stall.abort();
  }
}

async function connect(url: string, signal: AbortSignal): Promise<Response> {
  const response = await fetch(url, { signal }).catch((cause: unknown) => {
    throw new NoNetworkError(url, reasonOf(cause), cause);
  });
  if (response.status === 404) throw new FileNotServedError(url);
  if (!response.ok) throw new ServerRefusedError(url, response.status);
  return response;
}

async function body(
  url: string,
  response: Response,
  file: PinnedFile,
  onAlive: () => void,
  onBytes: (received: number) => void,
): Promise<Buffer> {
  const parts: Uint8Array[] = [];
  let received = 0;
  try {
    for await (const part of response.body ?? []) {
      onAlive();
      parts.push(part);
      received += part.length;
      if (received > file.bytes) break;
      onBytes(received);
    }
  } catch (cause) {
    throw new IncompleteDownloadError(url, received, file.bytes, cause);
  }
  if (received > file.bytes) throw new WrongHashError(url, `it has more than the ${file.bytes} bytes expected`);
  if (received < file.bytes) throw new IncompleteDownloadError(url, received, file.bytes);
  return Buffer.concat(parts);
}

async function save(file: string, bytes: Buffer): Promise<void> {
  try {
    await writeAtomic(file, bytes);
  } catch (cause) {
    if (cause instanceof WriteError && /^(?:ENOSPC|EDQUOT)\b/.test(messageOf(cause.cause)))
      throw new DiskFullError(file, cause);
    throw cause;
  }
}

function sha256(bytes: Uint8Array): string {
  return createHash("sha256").update(bytes).digest("hex");
}
