import { answerText, jsonOf } from "./answer-text.ts";
import {
  NotJupyterError,
  ServerAccessError,
  type ServerError,
  ServerFullError,
  ServerRefusalError,
} from "../errors.ts";
import type { HttpResponse } from "./http-request.ts";
import { isRedirect, isSuccess, STATUS } from "./status.ts";

/** A request, for the error about its answer. */
export type Asked = {
  readonly doing: string;
  readonly url: string;
  readonly hasCredentials: boolean;
  /** Replaces credentials in the server's words. */
  readonly redact: (text: string) => string;
};

const NOT_JUPYTER =
  "Give the base URL that the server prints when it starts, with the path that its pages have before /lab or /tree";
const NO_TOKEN = "Give its token with --token-file FILE, or in JUPYTER_TOKEN";
const OTHER_TOKEN = "Give a token that is valid there with --token-file FILE, or in JUPYTER_TOKEN";
const QUOTED_CHARACTERS = 80;
const CLOCK_OFF_SECONDS = 60;
// Other reasons for a 403 have nothing to do with the token: a file's permissions, a server that only reads files.
const ABOUT_LOGIN = /^$|forbidden|token|credential|authenti|authoriz|log ?in|scope|_xsrf/i;
// The answers of a proxy whose server is not running, or is too slow.
const FROM_PROXY: ReadonlySet<number> = new Set([
  STATUS.failedDependency,
  STATUS.badGateway,
  STATUS.serviceUnavailable,
  STATUS.gatewayTimeout,
]);

/** The error that an answer stands for; undefined for a success. */
export function refusalIn(
  answer: HttpResponse,
  { doing, url, hasCredentials, redact }: Asked,
): ServerError | undefined {
  const { status, headers, body } = answer;
  const at = `${doing} at ${url}`;
  const text = answerText(answer, redact);
  const login = hasCredentials ? OTHER_TOKEN : NO_TOKEN;
  if (isRedirect(status)) {
    const to = redact(locationOf(headers.location, url));
    if (/\/(?:login|hub|oauth\w*)(?:[/?]|$)/.test(to)) {
      return new ServerAccessError(url, {
        doing: at,
        got: `the server asks for a login${withToken(hasCredentials)}`,
        fix: login,
      });
    }
    return new NotJupyterError(url, {
      doing: at,
      got: `it redirects requests to ${to}`,
      fix: "Give that address instead",
    });
  }
  // Gateways refuse a kernel beyond their limit with 403 and the reason.
  if (status === STATUS.tooManyRequests || (status === STATUS.forbidden && /resource limit|max kernels/i.test(text))) {
    const got = `the server has no room for it (${status}${text === "" ? "" : `: ${text.replace(/\.$/, "")}`})`;
    return new ServerFullError(url, status, {
      doing: at,
      got,
      fix: "Wait until kernels on it have ended, or end some",
    });
  }
  if (status === STATUS.unauthorized || (status === STATUS.forbidden && ABOUT_LOGIN.test(text))) {
    // Jupyter takes a request without a valid token for one of a page, and misses the page's cookie.
    const said = hasCredentials && text.includes("_xsrf") ? "" : quoted(text);
    const got = `the server refused it with ${status}${said}${withToken(hasCredentials)}${clock(headers.date)}`;
    return new ServerAccessError(url, { doing: at, got, fix: login });
  }
  if (FROM_PROXY.has(status)) {
    const got = `a proxy in front of the server answered ${status}${quoted(text)}: the server itself is not running, or is too slow`;
    return new ServerRefusalError(url, status, { doing: at, got, fix: "Start it, or try again later" });
  }
  if (status === STATUS.badRequest && /plain HTTP request was sent to HTTPS port/i.test(text)) {
    return new NotJupyterError(url, {
      doing: at,
      got: "the server speaks https there",
      fix: `Write https:// for http://`,
    });
  }
  if (status === STATUS.notFound && jsonOf(body.toString("utf8")) === undefined) {
    return new NotJupyterError(url, { doing: at, got: "no Jupyter server answers there (404)", fix: NOT_JUPYTER });
  }
  if (!isSuccess(status)) {
    const got = `the server answered ${status}${quoted(text)}`;
    return new ServerRefusalError(url, status, { doing: at, got, fix: adviceFor(status, text) });
  }
  if (body.length > 0 && jsonOf(body.toString("utf8")) === undefined) {
    return new NotJupyterError(url, {
      doing: at,
      got: `the answer is not JSON${quoted(text.slice(0, QUOTED_CHARACTERS))}`,
      fix: NOT_JUPYTER,
    });
  }
  return undefined;
}

function adviceFor(status: number, text: string): string {
  if (/no space left|ENOSPC|disk quota/i.test(text)) return "Make room on the server's disk";
  // jupyter_server 2.21 hides the reason that a new file cannot be written behind that of a failed clean-up.
  if (/No such file or directory: '[^']*\.~/.test(text)) {
    return "Check that the server's disk has room and its folder can be written to; the server's log has details";
  }
  return status === STATUS.forbidden ? "Allow it on the server, whose log has details" : "The server's log has details";
}

function locationOf(location: string | undefined, url: string): string {
  if (location === undefined) return "nowhere";
  const to = new URL(location, url);
  return `${to.origin}${to.pathname}`;
}

function withToken(hasCredentials: boolean): string {
  return hasCredentials ? ", and the token is unknown there or has expired" : ", and no token was given";
}

function quoted(text: string): string {
  return text === "" ? "" : ` (${text.replace(/\.$/, "")})`;
}

// A token expires by the server's clock.
function clock(date: string | undefined): string {
  const seconds = date === undefined ? Number.NaN : (Date.parse(date) - Date.now()) / 1000;
  if (!(Math.abs(seconds) > CLOCK_OFF_SECONDS)) return "";
  return `; its clock is ${Math.round(Math.abs(seconds))} s ${seconds > 0 ? "ahead of" : "behind"} this machine's`;
}
