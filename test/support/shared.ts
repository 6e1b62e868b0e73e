import { existsSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const root = dirname(dirname(dirname(fileURLToPath(import.meta.url))));

/** The folder with timm's full tables and the golden results, beside the project. */
export const shared: string = join(root, "..", "shared");

/** True when that folder exists; tests that need it are skipped otherwise. */
export const hasShared: boolean = existsSync(join(shared, "data", "timm"));
