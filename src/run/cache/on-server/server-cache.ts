import { dirname, relative, resolve } from "node:path";
import * as v from "valibot";
import type { KernelSession } from "../../execute/session/kernel-session.ts";
import type { KernelWatch } from "../../execute/job.ts";
import { isBelow } from "../../../util/files/is-below.ts";
import { slashed } from "../../../util/files/slashed.ts";
import type { RunContext } from "../../run-context.ts";
import { digestOf } from "../digest.ts";
import { AnswerSchema, type RequestThere } from "../inputs/answer-there.ts";
import type { KernelMachine, CacheSubject } from "../inputs/collect-inputs.ts";
import type { InputPart } from "../inputs/input-parts.ts";
import type { SurroundingsQuestion, Surroundings } from "../inputs/surroundings.ts";
import { type CacheAnswer, askCache } from "../notebook-cache.ts";
import { unreportedInputs, requireReportingKernel, UnreportedInputsError } from "./unreported-inputs-error.ts";

type AnswerThere = Readonly<v.InferOutput<typeof AnswerSchema>>;

/** The servers that a notebook may run on. */
export type ServersOfRun = {
  /** Their addresses. */
  readonly urls: readonly string[];
  /** True when the notebook's folder is uploaded, and comes back with the files that it writes. */
  readonly isSynced: boolean;
};

/** The servers of a run, for the cache. */
export function serversOf({ settings, transport }: Pick<RunContext, "settings" | "transport">): ServersOfRun {
  return { urls: transport.urls ?? [], isSynced: settings.sync };
}

const CELLS = "its cells are not kept one by one, since their values would be in a file on the server";

/**
 * The cache for a notebook on a server: tsnb's kernel there is asked what the outputs depend on, before the first cell
 * and after the last.
 */
export class ServerCache implements KernelWatch {
  /** The cache's answer; undefined until the kernel was asked, and when it does not answer. */
  answer: CacheAnswer | undefined;
  readonly #subject: CacheSubject;
  readonly #servers: ServersOfRun;
  readonly #onNotice: (text: string) => void;
  #there: KernelThere | undefined;

  constructor(subject: CacheSubject, servers: ServersOfRun, onNotice: (text: string) => void) {
    this.#subject = subject;
    this.#servers = servers;
    this.#onNotice = onNotice;
  }

  async isKnown(session: KernelSession): Promise<boolean> {
    const { settings } = this.#subject;
    const there = new KernelThere(this.#subject, session, this.#servers);
    this.#there = there;
    this.answer = await this.#told(askCache(there.subject, there.saved));
    const { notice, hit } = this.answer ?? {};
    if (this.answer === undefined) this.#there = undefined;
    else if (notice !== undefined) this.#onNotice(notice);
    else if (hit === undefined && settings.cache === "cells") this.#onNotice(CELLS);
    return hit !== undefined;
  }

  async ran(): Promise<void> {
    const looked = await this.#told(Promise.resolve(this.#there?.lookAgain()));
    if (looked === undefined) this.answer = undefined;
  }

  /** The result of asking the kernel; undefined, after a notice, when it does not answer. */
  async #told<T>(asking: Promise<T>): Promise<T | undefined> {
    try {
      return await asking;
    } catch (error) {
      if (!(error instanceof UnreportedInputsError)) throw error;
      this.#onNotice(`it is not cached: ${error.message}`);
      return undefined;
    }
  }
}

/** A kernel on a server, as the place where a notebook runs. */
export class KernelThere {
  readonly #subject: CacheSubject;
  readonly #session: KernelSession;
  readonly #servers: ServersOfRun;
  #question: SurroundingsQuestion | undefined;
  #first: AnswerThere | undefined;
  #last: AnswerThere | undefined;

  constructor(subject: CacheSubject, session: KernelSession, servers: ServersOfRun) {
    this.#subject = subject;
    this.#session = session;
    this.#servers = servers;
  }

  /** The notebook with this kernel as its place. */
  get subject(): CacheSubject {
    const kernel = this.#session.kernelspec ?? this.#subject.kernel;
    const { argv, env, metadata } = kernel;
    const parts: readonly InputPart[] = [
      { kind: "server", name: "the server", value: this.#servers.urls.join(" ") },
      { kind: "server", name: "its kernelspec", value: digestOf(JSON.stringify([argv, env, metadata])) },
    ];
    const folder = dirname(this.#subject.source);
    const leftThere = (path: string): string | undefined => {
      const there = slashed(relative(folder, path));
      return this.#servers.isSynced && isBelow(there) ? undefined : there;
    };
    const place: KernelMachine = { look: (question) => this.#look(question), parts, leftThere };
    return { ...this.#subject, kernel, place };
  }

  /** The files that tsnb's helpers write there. */
  get saved() {
    const folder = dirname(this.#subject.source);
    return {
      env: {},
      paths: () => Promise.resolve((this.#last?.saved ?? []).map((path) => resolve(folder, path))),
      drop: () => Promise.resolve(),
    };
  }

  /** Asks once more, after the last cell. */
  async lookAgain(): Promise<AnswerThere | undefined> {
    if (this.#question !== undefined) this.#last = await this.#ask(this.#question, this.#first);
    return this.#last;
  }

  async #look(question: SurroundingsQuestion): Promise<Surroundings> {
    if (this.#last !== undefined) return this.#last;
    this.#question = question;
    this.#first ??= await this.#ask(question);
    return this.#first;
  }

  /** @throws {UnreportedInputsError} when the kernel does not answer. */
  async #ask(asked: SurroundingsQuestion, before?: AnswerThere): Promise<AnswerThere> {
    requireReportingKernel(asked.kernel.name);
    // The kernel knows the folder that it works in.
    const question = { ...asked, folder: "" };
    const request: RequestThere = before === undefined ? { question } : { question, before: placeIn(before) };
    const evaluated = await this.#session.evaluate(codeFor(request));
    const parsed = v.safeParse(AnswerSchema, "json" in evaluated ? evaluated.json : undefined);
    if (parsed.success) return parsed.output;
    throw unreportedInputs("error" in evaluated ? evaluated.error : parsed.issues[0].message);
  }
}

function placeIn({ folder, list }: AnswerThere): RequestThere["before"] {
  return { folder, list };
}

/** Code for a kernel's process of cells, which finds the module beside its own program. */
function codeFor(request: RequestThere): string {
  const module = `require("node:url").pathToFileURL(require("node:path").join(process.argv[1], "../../../run/cache/inputs/answer-there.js")).href`;
  return `await (await import(${module})).answer(${JSON.stringify(request)})`;
}
