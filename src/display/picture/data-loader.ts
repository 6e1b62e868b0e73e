import { readFile } from "node:fs/promises";
import type { Loader } from "vega";
import { messageOf } from "../../util/error.ts";

/** Data that could not be loaded, and why. */
export type Unloaded = { readonly url: string; readonly cause: Error };

/**
 * Vega's loader for one drawing. It also reads files, which the loader in Vega's build for browsers does not.
 *
 * @param onLoad called before each load.
 * @returns the loader, and a list that collects what it cannot load; Vega itself only warns about it.
 */
export function listeningLoader(plain: Loader, onLoad: () => void): { loader: Loader; unloaded: Unloaded[] } {
  const files = { fileAccess: true, file: (name: string) => readFile(name, "utf8") };
  const loader = { ...plain, ...files };
  const unloaded: Unloaded[] = [];
  const load: Loader["load"] = async (url, options) => {
    onLoad();
    try {
      return await loader.load(url, options);
    } catch (thrown) {
      const cause = errorOf(thrown);
      unloaded.push({ url, cause });
      throw cause;
    }
  };
  return { loader: { ...loader, load, sanitize: safely(loader) }, unloaded };
}

/** The error with a readable message: for a server's refusal, Vega's message is `404Not Found`. */
function errorOf(thrown: unknown): Error {
  const [, status, text = ""] = /^(\d{3})(\D.*)?$/.exec(messageOf(thrown)) ?? [];
  if (status !== undefined) {
    return new Error(`the server answered ${status} ${text}`.trimEnd());
  }
  return thrown instanceof Error ? thrown : new Error(String(thrown));
}

/** Points links that Vega regards as unsafe, such as `javascript:` links, at `#`: Vega would crash the process. */
function safely(loader: Loader): Loader["sanitize"] {
  return async (uri, options) => {
    try {
      return await loader.sanitize(uri, options);
    } catch (cause) {
      if (Reflect.get(options, "context") === "href") {
        return { href: "#" };
      }
      throw cause;
    }
  };
}
