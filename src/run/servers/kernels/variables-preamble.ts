import type { Kernelspec } from "../../../jupyter/kernelspec.ts";

type Variables = Readonly<Record<string, string | undefined>>;

const IN_LANGUAGE: Readonly<Record<string, (set: Variables, removed: readonly string[]) => string>> = {
  typescript: inNode,
  javascript: inNode,
  python: (set, removed) => {
    const values = JSON.stringify(JSON.stringify(set));
    const names = JSON.stringify(JSON.stringify(removed));
    const own = `__import__("os").environ`;
    const json = `__import__("json").loads`;
    return `${own}.update(${json}(${values})); [${own}.pop(_, None) for _ in ${json}(${names})]; None`;
  },
};

function inNode(set: Variables, removed: readonly string[]): string {
  const removals = removed.map((name) => `delete process.env[${JSON.stringify(name)}];`).join(" ");
  return `Object.assign(process.env, ${JSON.stringify(set)}); ${removals} void 0`;
}

const SETTABLE = "only running TypeScript, JavaScript and Python kernels can be given variables";
// Gateways read the former; the latter matter only to tsnb's own kernel.
const OF_OTHERS = /^(?:KERNEL_|TSNB_)/;

/** The notices for a kernel that has no preamble: the variables that a run gives it, and that it may not have. */
export function withoutPreamble(env: Variables, secrets: readonly string[]): readonly string[] {
  const names = Object.keys(env).filter((name) => !OF_OTHERS.test(name));
  const hidden = names.filter((name) => secrets.includes(name));
  const open = names.filter((name) => !secrets.includes(name));
  return [
    ...(hidden.length === 0 ? [] : [`it runs without ${hidden.join(", ")}: ${SETTABLE}, and servers get no secrets`]),
    ...(open.length === 0 ? [] : [`it has ${open.join(", ")} only if its server passes them on: ${SETTABLE}`]),
  ];
}

/** Code to run in a kernel before the first cell. */
export type VariablesPreamble = {
  readonly code: string;
  /** True when the kernel counts it as a cell. */
  readonly isCounted: boolean;
};

/**
 * Code that sets and removes environment variables in a running kernel, for servers that do not pass them on;
 * undefined for languages other than TypeScript, JavaScript and Python.
 */
export function preambleFor(
  { language, name }: Pick<Kernelspec, "language" | "name">,
  set: Variables,
  removed: readonly string[],
): VariablesPreamble | undefined {
  const own = IN_LANGUAGE[language.toLowerCase()]?.(set, removed);
  // tsnb's kernel reads these two variables at its start, before this code can set them.
  const isUnchecked = set["TSNB_CHECK"] === "off" || set["TSNB_LANGUAGE"] === "javascript";
  const code = own !== undefined && name === "tsnb" && isUnchecked ? `%check off\n${own}` : own;
  // tslab counts silent requests, too.
  return code === undefined ? undefined : { code, isCounted: name === "tslab" };
}
