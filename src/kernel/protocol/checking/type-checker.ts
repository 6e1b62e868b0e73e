import type { CodeLanguage } from "../../../notebook/code-language.ts";
import { deferred } from "../../../util/deferred.ts";
import { messageOf } from "../../../util/error.ts";
import { within } from "../../../util/within.ts";
import type { Uncompiled } from "../../cell/syntax/syntax-error.ts";
import type { CellId } from "../../link/messages.ts";
import { log } from "../log.ts";
import { asksForCheck } from "../../cell/syntax/no-check.ts";
import type { CheckMode } from "../../cell/check-mode.ts";
import type {
  Completions,
  Diagnostic,
  Inspection,
  SyntaxComplaint,
  TypedCell,
  TypeService,
  UndeclaredNames,
} from "../../types/service-interface.ts";

// Even on a slow machine the compiler starts within a second; after this time it is stuck, and the cell goes on.
const CHECK_MS = 15_000;

/** The kernel's type service, started on first use. Its failures are logged and never stop a cell. */
export class TypeChecker {
  mode: CheckMode;
  /** The language of the cells. */
  readonly language: CodeLanguage;
  readonly #directory: string;
  /** The mode that applies once a cell asks for checks; undefined when it already does. */
  #modeIfAsked: CheckMode | undefined;
  #starting: Promise<TypeService | undefined> | undefined;
  #warm = false;
  #service: TypeService | undefined;
  /** Calls for the service once it has started. */
  #waiting: ((service: TypeService) => void)[] = [];
  #latest: TypedCell | undefined;
  /** Checks and other ordered work on cells: the check of a cell knows the names that earlier cells declare. */
  #order: Promise<void> = Promise.resolve();
  #ahead = 0;
  /** Counts up when cells are forgotten. */
  #notebook = 0;
  /** The cell that asked to forget them. */
  #resetting: CellId | undefined;
  #late = 0;
  readonly #refreshListeners = new Set<() => void>();
  readonly #ready = deferred<void>();

  /** @param checksIfAsked true to check no cell before `begin` is called. */
  constructor(mode: CheckMode, directory: string, language: CodeLanguage = "typescript", checksIfAsked = false) {
    this.language = language;
    this.mode = checksIfAsked ? "off" : mode;
    this.#modeIfAsked = checksIfAsked ? mode : undefined;
    this.#directory = directory;
  }

  /** Checks cells from now on, in the kernel's own mode. */
  begin(): void {
    this.mode = this.#modeIfAsked ?? this.mode;
    this.#modeIfAsked = undefined;
  }

  /** True when the compiler answers within milliseconds. */
  get warm(): boolean {
    return this.#warm;
  }

  /** True when the compiler runs or is starting. */
  get started(): boolean {
    return this.#starting !== undefined;
  }

  /** True while a check runs that its cell no longer waits for. */
  get isBehind(): boolean {
    return this.#late > 0;
  }

  /** The time to wait for a check, in milliseconds: 0 while one is behind. Resolves once the compiler is ready. */
  async patience(ms: number): Promise<number> {
    await this.#ready.promise;
    return this.isBehind ? 0 : ms;
  }

  /** Counts a check as behind until it ends, because its cell no longer waits for it. */
  late(checking: Promise<unknown>): void {
    this.#late += 1;
    void checking.finally(() => {
      this.#late -= 1;
    });
  }

  /** Starts the compiler, unless checks are off. */
  warmUp(): void {
    if (this.mode !== "off") void this.#get();
  }

  /** The complaints about a cell; empty when checks are off or the compiler fails. */
  check(cell: TypedCell, signal?: AbortSignal): Promise<readonly Diagnostic[]> {
    return this.#inOrder(() => this.#check(cell, signal));
  }

  /** The complaints about a cell; the checks of later cells know its names. */
  checkAndAccept(cell: TypedCell): Promise<readonly Diagnostic[]> {
    const notebook = this.#notebook;
    return this.#inOrder(async () => {
      const found = await this.#check(cell);
      this.#accept(cell, notebook);
      return found;
    });
  }

  accept(cell: TypedCell): void {
    const notebook = this.#notebook;
    this.#afterChecks(() => this.#accept(cell, notebook));
  }

  /** Reports the names that a cell did not declare by its end. */
  settle(cell: TypedCell, undeclared: UndeclaredNames): void {
    this.#afterChecks(() => this.#tell((service) => service.settle(cell, undeclared)));
  }

  async #check(cell: TypedCell, signal?: AbortSignal): Promise<readonly Diagnostic[]> {
    const isAsked = this.language === "javascript" && asksForCheck(cell.code);
    if (this.mode === "off" && !isAsked) return [];
    const checking = this.#use((service) => service.check(cell, signal));
    const found = await within(
      CHECK_MS,
      checking.then((checked) => checked ?? []),
    );
    if (found === undefined) log(`the type check took more than ${CHECK_MS / 1000} s and was skipped`);
    return found ?? [];
  }

  // A cell may have been forgotten during a late check, except the cell that asked to forget.
  #accept(cell: TypedCell, notebook: number): void {
    if (notebook !== this.#notebook && cell.id !== this.#resetting) return;
    this.#latest = cell;
    this.#tell((service) => service.accept(cell));
  }

  #inOrder<T>(work: () => Promise<T>): Promise<T> {
    this.#ahead += 1;
    const done = this.#ahead === 1 ? work() : this.#order.then(work);
    const ended = (): void => void (this.#ahead -= 1);
    this.#order = done.then(ended, ended);
    return done;
  }

  #afterChecks(work: () => void): void {
    if (this.#ahead === 0) work();
    else void this.#inOrder(async () => work());
  }

  async complete(code: string, offset: number): Promise<Completions | undefined> {
    return this.#use((service) => service.complete(code, offset));
  }

  /** The compiler's message for a syntax error; undefined while checks are off or without an answer in time. */
  async syntaxError(uncompiled: Uncompiled): Promise<SyntaxComplaint | undefined> {
    if ((this.#modeIfAsked ?? this.mode) === "off") return undefined;
    return within(
      CHECK_MS,
      this.#use((service) => service.syntaxError(uncompiled)),
    );
  }

  async inspect(code: string, offset: number, detail: 0 | 1): Promise<Inspection | undefined> {
    return this.#use((service) => service.inspect(code, offset, detail));
  }

  version(): string | undefined {
    return this.#service?.version();
  }

  /** Forgets all cells except the given one, which may have been accepted before its %reset ran. */
  reset(cell?: CellId): void {
    this.#waiting = [];
    this.#notebook += 1;
    this.#resetting = cell;
    this.#service?.reset();
    const latest = this.#latest;
    if (latest && latest.id === cell) this.#accept(latest, this.#notebook);
  }

  /** Looks for packages again, after some were installed or removed. */
  refresh(): void {
    this.#service?.refresh();
    for (const listener of this.#refreshListeners) listener();
  }

  /** Calls a function after each refresh, until the returned function is called. */
  onRefresh(listener: () => void): () => void {
    this.#refreshListeners.add(listener);
    return () => this.#refreshListeners.delete(listener);
  }

  async dispose(): Promise<void> {
    await (await this.#starting)?.dispose();
  }

  #tell(tell: (service: TypeService) => void): void {
    if (!this.#service) {
      this.#waiting.push(tell);
      return;
    }
    try {
      tell(this.#service);
    } catch (error) {
      log(`the type service failed: ${messageOf(error)}`);
    }
  }

  async #use<T>(ask: (service: TypeService) => Promise<T>): Promise<T | undefined> {
    try {
      const service = await this.#get();
      return service && (await ask(service));
    } catch (error) {
      log(`the type service failed: ${messageOf(error)}`);
      return undefined;
    }
  }

  #get(): Promise<TypeService | undefined> {
    this.#starting ??= this.#start();
    return this.#starting;
  }

  async #start(): Promise<TypeService | undefined> {
    try {
      const { createTypeService } = await import("../../types/service.ts");
      const service = createTypeService({ directory: this.#directory, language: this.language, onTrouble: log });
      for (const tell of this.#waiting) tell(service);
      this.#waiting = [];
      this.#service = service;
      void this.#awaitReady(service);
      return service;
    } catch (error) {
      log(`the type service did not start: ${messageOf(error)}`);
      this.#ready.resolve();
      return undefined;
    }
  }

  async #awaitReady(service: TypeService): Promise<void> {
    try {
      await service.ready;
      this.#warm = true;
    } catch (error) {
      log(`the type service did not start: ${messageOf(error)}`);
    }
    this.#ready.resolve();
  }
}
