import type { Comms } from "../comms.ts";
import { bundleFrom } from "../../../display/mime/content.ts";
import type { Displays } from "../display/displays.ts";
import { compiledHelpers } from "../runtime/helpers.ts";
import { importTagged } from "../modules/imports/dynamic-import.ts";
import { commonJs } from "../modules/commonjs/interop.ts";
import { installModuleRuntime } from "../modules/module-runtime.ts";
import type { InputPrompts } from "../input/ask-for-input.ts";
import type { Stdin } from "../input/stdin.ts";
import { notebookRuntime } from "../../notebooks/notebook-runtime.ts";
import { type KernelApi, kernelApi } from "./kernel.ts";
import { tslab } from "./tslab.ts";

export type ApiParts = {
  readonly displays: Displays;
  readonly inputs: InputPrompts;
  readonly stdin: Stdin;
  readonly comms: Comms;
  readonly capture: KernelApi["capture"];
  readonly report: KernelApi["report"];
  readonly onRerun: KernelApi["onRerun"];
};

/** Defines the globals of cells, `tsnb/display` and compiled code, all non-enumerable. */
export function installApi(parts: ApiParts): void {
  const { displays, inputs, stdin } = parts;
  const define = (key: PropertyKey, value: unknown): void => {
    Object.defineProperty(globalThis, key, { value, configurable: true, enumerable: false, writable: true });
  };
  define(Symbol.for("tsnb.display"), (bundle: unknown, slot?: { readonly id: string; readonly update: boolean }) => {
    if (slot?.update) displays.update(bundleFrom(bundle), slot.id);
    else displays.show(bundleFrom(bundle), slot?.id);
  });
  define(Symbol.for("tsnb.kernel"), kernelApi(parts));
  installModuleRuntime({
    helpers: compiledHelpers,
    dynamic: importTagged,
    commonjs: commonJs,
    notebooks: notebookRuntime,
    tslab: tslab(displays),
  });
  define("prompt", (message: unknown = "", initial?: unknown) => {
    const answer = inputs.askNow(String(message), false);
    return answer === "" && initial !== undefined ? String(initial) : answer;
  });
  define("confirm", (message: unknown = "Confirm") => {
    const answer = inputs.askNow(`${String(message)} [y/N] `, false);
    return /^y(?:es)?$/i.test(answer.trim());
  });
  define("alert", (message: unknown = "Alert") => {
    if (inputs.isAllowed) inputs.askNow(`${String(message)} [Enter] `, false);
    else process.stdout.write(`${String(message)}\n`);
  });
  define("input", (message: unknown = "", options: { readonly password?: boolean } = {}) =>
    inputs.ask(String(message), options.password === true),
  );
  Object.defineProperty(process, "stdin", {
    get: () => stdin.stream,
    set: (value: unknown) => {
      Object.defineProperty(process, "stdin", { value, configurable: true, enumerable: true, writable: true });
    },
    configurable: true,
    enumerable: true,
  });
}
