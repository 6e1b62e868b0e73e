import type { ToChild } from "../link/messages.ts";
import { installApi } from "./api/install.ts";
import type { Attribution } from "./running/attribution.ts";
import type { KernelApi } from "./api/kernel.ts";
import type { Captures } from "./running/captures.ts";
import { CellRunner } from "./running/cell-runner.ts";
import { Comms } from "./comms.ts";
import type { Fixed } from "./deterministic/fix.ts";
import { Displays } from "./display/displays.ts";
import { Sources } from "./error-reports/stacks/compiled-sources.ts";
import { mapStacks } from "./error-reports/stacks/map-stacks.ts";
import { showOwnCode } from "./built-ins/function-sources.ts";
import { reportOf } from "./error-reports/error-report.ts";
import { watchUncaught } from "./error-reports/uncaught.ts";
import { CellLifecycle } from "./running/cell-lifecycle.ts";
import { Enquiries } from "./inspecting/enquiries.ts";
import type { ImportNotebook } from "./entry-imports.ts";
import { InputPrompts } from "./input/ask-for-input.ts";
import { Stdin } from "./input/stdin.ts";
import { Interrupts } from "./running/interrupts.ts";
import { renewOriginals } from "./built-ins/original-builtins.ts";
import { seedIds } from "./new-id.ts";
import type { ParentLink } from "./parent-link.ts";
import { Reruns } from "./running/reruns.ts";
import { Magics } from "./running/run-magics.ts";
import { ModuleLoader } from "./modules/module-loader.ts";
import { notebookUrl } from "./notebook-url.ts";
import { describeVariables } from "./inspecting/variables.ts";
import { answerColumns, answerMembers, answerValue } from "./inspecting/value-inspection.ts";
import { SessionState } from "./state/session-state.ts";
import { startLine, unfinishedText } from "./printing/streams.ts";
import type { InputMemory } from "./input/input-memory.ts";

export type CellHostParts = {
  readonly link: ParentLink;
  readonly attribution: Attribution;
  readonly captures: Captures;
  readonly input: InputMemory;
  readonly exit: (code: number) => never;
  readonly importNotebook: ImportNotebook;
  readonly fixed: Fixed | undefined;
};

/** Creates what cells share (names, modules, displays, comms), and handles the parent's messages. */
export class CellHost {
  readonly #parts: CellHostParts;
  readonly #runner: CellRunner;
  readonly #lifecycle: CellLifecycle;
  readonly #inputs: InputPrompts;
  readonly #enquiries: Enquiries;
  readonly #comms: Comms;

  constructor(parts: CellHostParts) {
    const { link, attribution, captures, input, fixed } = parts;
    this.#parts = parts;
    if (fixed !== undefined) {
      seedIds(() => fixed.ids.fraction());
      renewOriginals();
    }
    const sources = new Sources();
    const interrupts = new Interrupts(attribution);
    const notebook = notebookUrl(process.cwd(), process.env["JPY_SESSION_NAME"]);
    const loader = new ModuleLoader(notebook, sources, parts.importNotebook);
    const displays = new Displays(link, attribution);
    this.#runner = new CellRunner(loader, interrupts, sources);
    this.#enquiries = new Enquiries(link, attribution, interrupts);
    this.#inputs = new InputPrompts(link, attribution, input);
    const stdin = new Stdin({
      inputs: this.#inputs,
      running: () => this.#lifecycle.running,
      unfinished: unfinishedText,
      startLine,
      fail: (error) => this.#lifecycle.failRunning(error),
    });
    const isRunning = (): boolean => this.#lifecycle.isRunning;
    this.#comms = new Comms({ link, attribution, interrupts, sources, isRunning });
    const { folder, packages } = loader;
    const magics = new Magics({
      link,
      attribution,
      interrupts,
      folder,
      enquiries: this.#enquiries,
      names: () => this.#runner.declarations(),
      reset: () => this.#runner.reset(),
      packages,
    });
    const state = new SessionState({
      names: () => this.#runner.declarations(),
      load: (specifier) => loader.load(specifier),
      usesComms: () => this.#comms.isUsed,
    });
    const reruns = new Reruns(attribution, captures);
    this.#lifecycle = new CellLifecycle({
      link,
      attribution,
      interrupts,
      sources,
      loader,
      runner: this.#runner,
      inputs: this.#inputs,
      stdin,
      magics,
      state,
      enquiries: this.#enquiries,
      reruns,
      beginCell: fixed?.begin,
    });
    mapStacks(sources);
    showOwnCode(sources);
    watchUncaught(link, attribution, sources);
    const capture: KernelApi["capture"] = (code, sink) => captures.run(code, sink, interrupts);
    const report: KernelApi["report"] = (error) => reportOf(error, sources);
    const onRerun: KernelApi["onRerun"] = (end) => reruns.onRerun(end);
    installApi({ displays, stdin, inputs: this.#inputs, comms: this.#comms, capture, report, onRerun });
    state.begin();
  }

  receive(message: ToChild): void {
    const { link, exit } = this.#parts;
    switch (message.type) {
      case "execute":
        this.#lifecycle.begin(message);
        break;
      case "prepare":
        this.#runner.prepare(message);
        break;
      case "cancel":
        this.#lifecycle.cancel(message.cell);
        this.#comms.cancel();
        break;
      case "ping":
        link.send({ type: "pong", id: message.id });
        break;
      case "answer":
        this.#enquiries.answer(message.id, message.data);
        break;
      case "input-reply":
        this.#inputs.answer(message.id, message.value);
        break;
      case "comm-open":
      case "comm-msg":
      case "comm-close":
        this.#comms.receive(message);
        break;
      case "inspect-value":
        link.send({ type: "value", id: message.id, ...answerValue(message.expression, this.#runner.names) });
        break;
      case "members":
        link.send({ type: "members", id: message.id, names: answerMembers(message.expression, this.#runner.names) });
        break;
      case "columns":
        link.send({ type: "members", id: message.id, names: answerColumns(message.expression, this.#runner.names) });
        break;
      case "variables":
        link.send({ type: "variables", id: message.id, variables: describeVariables(this.#runner.declarations()) });
        break;
      case "shutdown":
        exit(0);
    }
  }
}
