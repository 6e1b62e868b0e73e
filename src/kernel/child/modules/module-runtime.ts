import type { CompiledHelpers } from "../../cell/runtime-interface.ts";
import type { NotebookRuntime } from "../../notebooks/notebook-runtime.ts";
import type * as TslabModule from "../api/tslab-module.ts";
import type { commonJs, InteropRules } from "./commonjs/interop.ts";

/** The functions that compiled modules call; each part is under a symbol of Node's global object. */
export type ModuleRuntime = {
  /** The functions that lowered syntax calls. */
  readonly helpers: CompiledHelpers;
  /** `import()` of the project's files, with the rules for CommonJS. */
  readonly dynamic: (rules: DynamicRules, specifier: unknown, options?: ImportCallOptions) => Promise<object>;
  /** Exports of CommonJS modules. */
  readonly commonjs: typeof commonJs;
  /** Cells of imported notebooks. */
  readonly notebooks: NotebookRuntime;
  /** The exports of the module `tslab`. */
  readonly tslab: typeof TslabModule;
};

export type DynamicRules = {
  readonly rules: InteropRules;
  /** The module's own `import()`. */
  readonly load: (specifier: string, options?: ImportCallOptions) => Promise<{ readonly [key: string]: unknown }>;
};

/** The expression for a part of the runtime of modules. */
export function moduleRuntime(part: keyof ModuleRuntime): string {
  return `globalThis[Symbol.for("${nameOf(part)}")]`;
}

/** The expression for a member of a part. */
export function moduleMember<Part extends keyof ModuleRuntime>(
  part: Part,
  key: keyof ModuleRuntime[Part] & string,
): string {
  return `${moduleRuntime(part)}.${key}`;
}

/** Makes the runtime of modules available in this thread; not to cells, which list the names of the global object. */
export function installModuleRuntime(runtime: ModuleRuntime): void {
  for (const [part, value] of Object.entries(runtime)) {
    const property = { value, configurable: true, enumerable: false, writable: true };
    Object.defineProperty(globalThis, Symbol.for(nameOf(part)), property);
  }
}

/** A part of the runtime that was installed; undefined before that. */
export function installedPart(part: keyof ModuleRuntime): unknown {
  return Reflect.get(globalThis, Symbol.for(nameOf(part)));
}

function nameOf(part: string): string {
  return `tsnb.${part}`;
}
