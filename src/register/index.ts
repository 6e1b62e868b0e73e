import { loadProjectFiles } from "../kernel/child/load-project-files.ts";

// `node --import tsnb/register script.ts`: see docs/modules.md.
loadProjectFiles();
