import { fileURLToPath } from "node:url";

/** The kernelspec of tsnb's own kernel: what `kernel.json` says. */
export type TsnbKernelspec = {
  readonly name: string;
  /** The folder of the logos that go beside it. */
  readonly dir: string;
  readonly argv: readonly string[];
  readonly displayName: string;
  readonly language: string;
  readonly env: Readonly<Record<string, string>>;
  readonly interruptMode: "message";
  readonly metadata: { readonly supported_encryption: readonly string[] };
};

/**
 * The kernelspec of tsnb's own kernel, with absolute paths, so that it starts from any folder and needs
 * nothing on the PATH.
 *
 * @param node the Node.js to run it with; this process's own by default.
 *
 * @example
 * tsnbKernelspec("/usr/bin/node").argv[0]; // "/usr/bin/node"
 */
export function tsnbKernelspec(node: string = process.execPath): TsnbKernelspec {
  return {
    name: "tsnb",
    dir: fileURLToPath(new URL("../../assets/kernel", import.meta.url)),
    argv: [node, fileURLToPath(new URL("./main.js", import.meta.url)), "--connection-file", "{connection_file}"],
    displayName: "TypeScript (tsnb)",
    language: "typescript",
    env: {},
    interruptMode: "message",
    metadata: { supported_encryption: ["curve"] },
  };
}

/**
 * What the kernel cannot do on a version of Node.js, in sentences for people; empty from 22.15 on.
 *
 * @param version such as "20.19.0" or "v20.19.0".
 *
 * @example
 * missingOn("20.19.0").length > 0; // true
 * missingOn("24.0.0"); // []
 */
export function missingOn(version: string): string[] {
  const [major = 0, minor = 0] = version.replace(/^v/, "").split(".").map(Number);
  const missing: string[] = [];
  if (major < 20 || (major === 20 && minor < 19)) missing.push("Node.js is too old: the kernel needs 20.19 or newer");
  if (major < 22 || (major === 22 && minor < 7)) {
    missing.push(
      "what a timer prints after its cell has ended is shown at the cell that ran last, and said to be late",
    );
  }
  return missing;
}
