import { setMaxListeners } from "node:events";
import type http from "node:http";
import { agentFor, type Certificates, isProxied } from "./agent.ts";
import { redactorOf } from "../../secrets/redact-secrets.ts";
import { answerText } from "./answer-text.ts";
import { Cookies } from "./cookies.ts";
import { type HttpResponse, httpRequest } from "./http-request.ts";
import type { ServerError } from "../errors.ts";
import { refusalIn } from "./refusal.ts";
import { type Credentials, secretsOf } from "./credentials.ts";
import { unreachable } from "./unreachable.ts";

/** The address of a Jupyter server, and the credentials for it. */
export type ServerSettings = Certificates &
  Credentials & {
    /** The base URL, with a slash at its end. */
    readonly url: string;
    /** The word before the token in its header; `token` by default. */
    readonly scheme?: string | undefined;
    /** The name of that header; `authorization` by default. */
    readonly header?: string | undefined;
    /** Ends all requests when it is aborted. */
    readonly closing?: AbortSignal | undefined;
  };

/** The parts of a request that differ from the default. */
export type RequestParts = {
  readonly method?: string;
  readonly json?: unknown;
  /** The longest silence of the server, in milliseconds; 0 for no limit, 30,000 by default. */
  readonly silence?: number;
  readonly signal?: AbortSignal | undefined;
  /** True when nobody waits for the answer: the request then shares four connections with others of its kind. */
  readonly isRoutine?: boolean;
};

const SILENCE_MS = 30_000;
// A run may have a thousand kernels there, and ask about all of them at the same time.
const ROUTINE_CONNECTIONS = 4;
const COOKIE = /^cookie$/i;

/** The REST interface of a Jupyter server. */
export class Server {
  readonly url: string;
  readonly agent: http.Agent;
  /** True when requests to it go through a proxy. */
  readonly isProxied: boolean;
  readonly cookies: Cookies;
  /** Replaces the server's token and other credentials in a string. */
  readonly redact: (text: string) => string;
  readonly #routineAgent: http.Agent;
  readonly #settings: ServerSettings;

  constructor(settings: ServerSettings) {
    this.#settings = settings;
    this.url = settings.url;
    this.agent = agentFor(settings.url, settings);
    this.#routineAgent = agentFor(settings.url, settings, ROUTINE_CONNECTIONS);
    this.isProxied = isProxied(settings.url);
    // Each request adds a listener.
    if (settings.closing !== undefined) setMaxListeners(0, settings.closing);
    this.cookies = new Cookies(cookieIn(settings.headers));
    this.redact = redactorOf([], {}, secretsOf(settings)).text;
  }

  /** True when there is a token or a login. */
  get hasCredentials(): boolean {
    return (this.#settings.token ?? this.#settings.login) !== undefined;
  }

  /** The headers of every request: the credentials, the cookies and those of the settings. */
  headers(): Readonly<Record<string, string>> {
    const { token, scheme = "token", header = "authorization", login, headers = {} } = this.#settings;
    const basic = login === undefined ? {} : { authorization: `Basic ${Buffer.from(login).toString("base64")}` };
    const own = token === undefined ? basic : { [header]: `${scheme} ${token}` };
    return { ...own, ...withoutCookie(headers), ...this.cookies.headers() };
  }

  /**
   * Sends a request, and returns the answer whatever its status.
   *
   * @param path the path below the base URL.
   * @throws {ServerUnreachableError} when no answer comes.
   */
  async ask(path: string, parts: RequestParts = {}): Promise<HttpResponse> {
    const { method = "GET", json, silence = SILENCE_MS, signal, isRoutine = false } = parts;
    const body = json === undefined ? undefined : JSON.stringify(json);
    // Jupyter takes a request with another content type and no body for a form that a foreign page has sent.
    const headers = { ...this.headers(), "content-type": "application/json", accept: "application/json" };
    try {
      const agent = isRoutine ? this.#routineAgent : this.agent;
      const request = { method, headers, body, agent, silence, signal: this.#endOf(signal) };
      const answer = await httpRequest(`${this.url}${path}`, request);
      this.cookies.take(answer.headers["set-cookie"] ?? []);
      return answer;
    } catch (error) {
      throw await unreachable(this.url, error);
    }
  }

  /**
   * Sends a request and reads the JSON of its answer.
   *
   * @param doing the action, for the error: "Listing the kernels".
   * @returns the parsed JSON; undefined for an empty answer.
   * @throws {ServerError} when no answer comes, or one that is not a success.
   */
  async json(doing: string, path: string, parts: RequestParts = {}): Promise<unknown> {
    const answer = await this.ask(path, parts);
    const refusal = this.refusal(doing, answer);
    if (refusal !== undefined) throw refusal;
    return answer.body.length === 0 ? undefined : JSON.parse(answer.body.toString("utf8"));
  }

  /** The error that an answer stands for; undefined for a success. */
  refusal(doing: string, answer: HttpResponse): ServerError | undefined {
    return refusalIn(answer, { doing, url: this.url, hasCredentials: this.hasCredentials, redact: this.redact });
  }

  /** The message of an answer on one line, without credentials. */
  said(answer: Pick<HttpResponse, "body">): string {
    return answerText(answer, this.redact);
  }

  #endOf(signal: AbortSignal | undefined): AbortSignal | undefined {
    const { closing } = this.#settings;
    return signal === undefined || closing === undefined ? (signal ?? closing) : AbortSignal.any([signal, closing]);
  }

  close(): void {
    this.agent.destroy();
    this.#routineAgent.destroy();
  }
}

function cookieIn(headers: ServerSettings["headers"] = {}): string | undefined {
  return Object.entries(headers).find(([name]) => COOKIE.test(name))?.[1];
}

function withoutCookie(headers: Readonly<Record<string, string>>): Readonly<Record<string, string>> {
  return Object.fromEntries(Object.entries(headers).filter(([name]) => !COOKIE.test(name)));
}
