import { attempt, isObject } from "../../../display/object.ts";

/** The request and the response in an HTTP client's error. */
export type Exchange = {
  /** The error's properties that hold the request and response, with much detail that does not help readers. */
  readonly keys: readonly string[];
  readonly request?: string;
  readonly response?: string;
  readonly body?: unknown;
};

const KEYS = ["config", "request", "options", "response"] as const;

/** The exchange in an error of axios, got, ky, superagent, node-fetch and similar clients. */
export function exchangeOf(error: object): Exchange | undefined {
  const [config, request, options, response] = KEYS.map((key) => part(error, key));
  const asked = [config, request, options, part(response, "config"), part(response, "request"), part(response, "req")];
  const url = firstText(asked.map(urlOf));
  const status = firstNumber(response, ["status", "statusCode"]);
  if (url === undefined && status === undefined) return undefined;
  const method = firstText(asked.map((each) => textOf(each, "method"))) ?? "GET";
  const reason = textOf(response, "statusText") ?? textOf(response, "statusMessage") ?? "";
  const body = bodyOf(response);
  return {
    keys: [...KEYS, "timings"].filter((key) => isObject(part(error, key))),
    ...(url === undefined ? {} : { request: `${method.toUpperCase()} ${withoutPassword(url)}` }),
    ...(status === undefined ? {} : { response: `${status} ${reason}`.trimEnd() }),
    ...(body === undefined ? {} : { body }),
  };
}

function part(value: unknown, key: string): unknown {
  return isObject(value) ? attempt((): unknown => Reflect.get(value, key)) : undefined;
}

function textOf(value: unknown, key: string): string | undefined {
  const found = part(value, key);
  return typeof found === "string" && found !== "" ? found : undefined;
}

function urlOf(asked: unknown): string | undefined {
  const url = part(asked, "url") ?? part(asked, "requestUrl");
  const text = url instanceof URL ? url.href : url;
  const base = textOf(asked, "baseURL");
  if (typeof text === "string" && text !== "") return base === undefined || /^[a-z]+:/i.test(text) ? text : base + text;
  const [protocol, host, path] = [textOf(asked, "protocol"), textOf(asked, "host"), textOf(asked, "path")];
  return protocol && host && path ? `${protocol}//${host}${path}` : undefined;
}

function bodyOf(response: unknown): unknown {
  const [data, body, text] = ["data", "body", "text"].map((key) => part(response, key));
  return [data, body, text].find((each) => typeof each === "string" || isData(each));
}

/** True for arrays and plain objects, not for streams. */
function isData(value: unknown): boolean {
  if (!isObject(value) || typeof value === "function") return false;
  const prototype: unknown = attempt(() => Object.getPrototypeOf(value));
  return Array.isArray(value) || prototype === Object.prototype || prototype === null;
}

function firstText(texts: readonly (string | undefined)[]): string | undefined {
  return texts.find((text) => text !== undefined);
}

function firstNumber(value: unknown, keys: readonly string[]): number | undefined {
  return keys.map((key) => part(value, key)).find((found) => typeof found === "number");
}

/** Hides a URL's password, because tracebacks are saved with the notebook. */
function withoutPassword(url: string): string {
  return url.replace(/^([a-z]+:\/\/[^/:@]*):[^/@]*@/i, "$1:***@");
}
