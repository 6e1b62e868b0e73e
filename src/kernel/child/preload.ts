import { createRequire } from "node:module";
import { threadId } from "node:worker_threads";
import { traceAll } from "../cell/source-map.ts";
import { Sources } from "./errors/sources.ts";
import { mapStacks } from "./errors/stacks.ts";
import { fix } from "./deterministic/fix.ts";
import { compiledHelpers } from "./runtime/helpers.ts";
import { importTagged } from "./modules/dynamic-import.ts";
import { extendRequire } from "./modules/extend-require.ts";
import { COMMONJS_SYMBOL, commonJs } from "./modules/interop.ts";
import { DYNAMIC_SYMBOL } from "./modules/tagged-imports.ts";
import { startOthers } from "./modules/other-threads.ts";
import { type CompiledFile, ProjectModules } from "./modules/project-modules.ts";
import { hasSyncHooks, registerSyncHooks } from "./modules/register.ts";
import { registerThread } from "./modules/register-thread.ts";

/**
 * Loaded first in workers and processes that cells start: they then load the project's files as cells do, and
 * their errors name the user's own lines.
 */
const NO_NOTEBOOK = "tsnb:no-notebook";

const sources = new Sources();
const onCompiled = ({ url, path, text, mappings }: CompiledFile): void => {
  const source = { label: path, text, locate: (at: { line: number; column: number }) => traceAll(mappings, at) };
  sources.add(url, source);
  sources.add(path, source);
};
const ignored = { onStale: (): void => {}, onInstalled: (): void => {} };

const project = new ProjectModules({ notebook: NO_NOTEBOOK, onCompiled, ...ignored });
const define = (key: string, value: unknown): void => {
  Object.defineProperty(globalThis, Symbol.for(key), { value, configurable: true });
};
define("tsnb.helpers", compiledHelpers);
define(DYNAMIC_SYMBOL, importTagged);
define(COMMONJS_SYMBOL, commonJs);
extendRequire(project);
if (hasSyncHooks) registerSyncHooks(project);
else sources.refreshWith(registerThread(NO_NOTEBOOK, { onCompiled, ...ignored }).receive);
mapStacks(sources);
startOthers(createRequire(import.meta.url));
const { TSNB_SEED: seed } = process.env;
if (seed) fix(seed, threadId, process.env);
