import type { ProjectModules } from "./project-modules.ts";

/** What a hook of Node may answer, as far as this kernel does. */
export type Resolved = {
  readonly url: string;
  readonly format?: string | null | undefined;
  readonly shortCircuit?: boolean;
  readonly importAttributes?: ImportAttributes;
};
export type LoadedModule = {
  readonly format: string | null | undefined;
  readonly source?: unknown;
  readonly shortCircuit?: boolean;
};
export type ResolveContext = { readonly parentURL?: string | undefined; readonly importAttributes?: ImportAttributes };

/** The answer for a module that the project defines; undefined: ask Node. */
export function resolveHere(project: ProjectModules, specifier: string, context: ResolveContext): Resolved | undefined {
  const url = project.resolve(specifier, context.parentURL);
  return url === undefined ? undefined : { url, shortCircuit: true, ...attributesFor(url, context) };
}

/** What Node resolved to, with the version of the project's own files. */
export function resolvedByNode(project: ProjectModules, resolved: Resolved, context: ResolveContext): Resolved {
  return { ...resolved, url: project.resolved(resolved.url, context.parentURL) };
}

/** The kernel's own package when the project does not have it; throws the error again for any other. */
export function resolveOwn(project: ProjectModules, specifier: string, error: unknown): Resolved {
  const url = project.ownEntry(specifier);
  if (url === undefined) throw error;
  return { url, shortCircuit: true };
}

/** The source of a module that Node cannot read; undefined: ask Node. */
export function loadHere(project: ProjectModules, url: string): LoadedModule | undefined {
  const loaded = project.load(url);
  return loaded && { ...loaded, shortCircuit: true };
}

// TypeScript's resolveJsonModule needs no attribute; Node insists on it.
function attributesFor(url: string, { importAttributes }: ResolveContext): { importAttributes?: ImportAttributes } {
  const isJson = /\.json(\?|$)/.test(url) && importAttributes !== undefined;
  return isJson && !("type" in importAttributes) ? { importAttributes: { ...importAttributes, type: "json" } } : {};
}
