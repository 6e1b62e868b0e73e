import type http from "node:http";
import { agentFor, type Certificates, isProxied } from "./agent.ts";
import { Cookies } from "./cookies.ts";
import { type Answer, httpRequest } from "./http-request.ts";
import { refusalIn } from "./refusal.ts";
import { unreachable } from "./unreachable.ts";

/** A Jupyter server, and what it takes to be let in. */
export type ServerSettings = Certificates & {
  /** The base URL, with a slash at its end. */
  readonly url: string;
  readonly token?: string | undefined;
  /** The word before the token in its header; `token` by default. */
  readonly scheme?: string | undefined;
  /** The name of that header; `authorization` by default. */
  readonly header?: string | undefined;
  /** A user's name and password, joined by a colon, where no token is asked for. */
  readonly login?: string | undefined;
  /** Headers for every request. */
  readonly headers?: Readonly<Record<string, string>> | undefined;
};

/** The parts of a request that differ from the default. */
export type RequestParts = {
  readonly method?: string;
  readonly json?: unknown;
  /** How long the server may stay silent, in milliseconds; 0 for no limit. */
  readonly silence?: number;
  readonly signal?: AbortSignal | undefined;
  /** Set when nobody waits for the answer: it may take its turn after others of its kind. */
  readonly isRoutine?: boolean;
};

const SILENCE_MS = 30_000;
// A run may have a thousand kernels there, and look at all of them at the same time.
const ROUTINE_CONNECTIONS = 4;

/** The REST interface of a Jupyter server. */
export class Server {
  readonly url: string;
  readonly agent: http.Agent;
  /** True when a proxy is asked for it. */
  readonly isProxied: boolean;
  readonly cookies = new Cookies();
  readonly #routineAgent: http.Agent;
  readonly #settings: ServerSettings;

  constructor(settings: ServerSettings) {
    this.#settings = settings;
    this.url = settings.url;
    this.agent = agentFor(settings.url, settings);
    this.#routineAgent = agentFor(settings.url, settings, ROUTINE_CONNECTIONS);
    this.isProxied = isProxied(settings.url);
  }

  /** True when requests say who asks. */
  get hasCredentials(): boolean {
    return (this.#settings.token ?? this.#settings.login) !== undefined;
  }

  /** The headers that say who asks. */
  headers(): Readonly<Record<string, string>> {
    const { token, scheme = "token", header = "authorization", login, headers = {} } = this.#settings;
    const basic = login === undefined ? {} : { authorization: `Basic ${Buffer.from(login).toString("base64")}` };
    const own = token === undefined ? basic : { [header]: `${scheme} ${token}` };
    return { ...own, ...this.cookies.headers(), ...headers };
  }

  /**
   * Sends a request; any answer will do.
   *
   * @param path below the base URL.
   * @throws {ServerUnreachableError} when none comes.
   */
  async ask(path: string, parts: RequestParts = {}): Promise<Answer> {
    const { method = "GET", json, silence = SILENCE_MS, signal, isRoutine = false } = parts;
    const body = json === undefined ? undefined : JSON.stringify(json);
    // Without a body, Jupyter takes a request of another type for a form that a foreign page has sent.
    const headers = { ...this.headers(), "content-type": "application/json", accept: "application/json" };
    try {
      const agent = isRoutine ? this.#routineAgent : this.agent;
      const request = { method, headers, body, agent, silence, signal };
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
   * @param doing what is done, for the error: "Listing the kernels".
   * @throws {ServerError} when no answer comes, or one that is no success.
   */
  async json(doing: string, path: string, parts: RequestParts = {}): Promise<unknown> {
    const answer = await this.ask(path, parts);
    const refusal = refusalIn(answer, { doing, url: this.url, hasCredentials: this.hasCredentials });
    if (refusal !== undefined) throw refusal;
    return answer.body.length === 0 ? undefined : JSON.parse(answer.body.toString("utf8"));
  }

  close(): void {
    this.agent.destroy();
    this.#routineAgent.destroy();
  }
}
