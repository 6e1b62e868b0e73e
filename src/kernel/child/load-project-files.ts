import { notebookRuntime } from "../notebooks/notebook-runtime.ts";
import { silentTslab } from "./api/silent-tslab.ts";
import { Sources } from "./error-reports/stacks/compiled-sources.ts";
import { mapStacks } from "./error-reports/stacks/map-stacks.ts";
import { addCompiled } from "./error-reports/stacks/add-compiled-file.ts";
import { importTagged } from "./modules/imports/dynamic-import.ts";
import { extendRequire } from "./modules/commonjs/extend-require.ts";
import { commonJs } from "./modules/commonjs/interop.ts";
import { installedPart, installModuleRuntime } from "./modules/module-runtime.ts";
import { type CompiledFile, ProjectModules } from "./modules/project/project-modules.ts";
import { hasSyncHooks, registerSyncHooks } from "./modules/register-hooks.ts";
import { registerThread } from "./modules/register-hooks-thread.ts";
import { compiledHelpers } from "./runtime/helpers.ts";

const NO_NOTEBOOK = "tsnb:no-notebook";

/**
 * Makes this process load TypeScript and notebooks as cells do, and makes its errors name the lines of the source.
 *
 * @returns false when it does so already.
 */
export function loadProjectFiles(): boolean {
  if (installedPart("dynamic") !== undefined) return false;
  const sources = new Sources();
  const onCompiled = (file: CompiledFile): void => addCompiled(sources, file);
  const ignored = { onStale: (): void => {}, onInstalled: (): void => {} };
  const project = new ProjectModules({ notebook: NO_NOTEBOOK, onCompiled, ...ignored });
  installModuleRuntime({
    helpers: compiledHelpers,
    dynamic: importTagged,
    commonjs: commonJs,
    notebooks: notebookRuntime,
    tslab: silentTslab,
  });
  extendRequire(project);
  if (hasSyncHooks) registerSyncHooks(project);
  else sources.refreshWith(registerThread(NO_NOTEBOOK, { onCompiled, ...ignored }).receive);
  mapStacks(sources);
  return true;
}
