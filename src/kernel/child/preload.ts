import { createRequire } from "node:module";
import { threadId } from "node:worker_threads";
import { fix } from "./deterministic/fix.ts";
import { loadProjectFiles } from "./load-project-files.ts";
import { loadTypeScriptInThreads } from "./modules/typescript-in-threads.ts";

// Loaded first in the workers and processes that cells start, so that they load the project's files as cells do and
// their errors name the user's own lines.
if (loadProjectFiles()) loadTypeScriptInThreads(createRequire(import.meta.url));
const { TSNB_SEED: seed } = process.env;
if (seed) fix(seed, threadId, process.env);
