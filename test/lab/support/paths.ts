import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

/** The project's root, which JupyterLab serves so that notebooks find the package. */
export const root = dirname(dirname(dirname(dirname(fileURLToPath(import.meta.url)))));

/** The folder for everything that these tests write; its virtual environments are kept between runs. */
export const labDir = join(root, "out", "lab");

/** The command as users have it. */
export const tsnb = join(root, "dist", "cli", "main.cjs");
