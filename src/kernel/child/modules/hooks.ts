import { isNotebookUrl, RequiredNotebookError } from "./imported-notebooks.ts";
import type { ImportTag } from "./imports/tagged-imports.ts";
import type { ProjectModules } from "./project/project-modules.ts";

/** The result of Node's resolve hook, with the parts that this kernel uses. */
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
export type ResolveContext = {
  readonly parentURL?: string | undefined;
  readonly importAttributes?: ImportAttributes;
  readonly conditions?: readonly string[];
};

/** The result for a module that the project defines; undefined leaves it to Node. */
export function resolveHere(project: ProjectModules, specifier: string, context: ResolveContext): Resolved | undefined {
  const url = project.resolve(specifier, context.parentURL);
  return url === undefined ? undefined : { url, shortCircuit: true, ...attributesFor(url, context) };
}

/** Node's result; the URL of a project file gets its version. */
export function resolvedByNode(project: ProjectModules, resolved: Resolved, context: ResolveContext): Resolved {
  return { ...resolved, url: project.resolved(resolved.url, context.parentURL) };
}

/**
 * Resolves a specifier that Node cannot find: as `require` and bundlers do, or to a package that the kernel brings.
 *
 * @throws Node's error when that finds nothing either.
 */
export function resolveElsewhere(
  project: ProjectModules,
  specifier: string,
  { parentURL }: ResolveContext,
  error: unknown,
): Resolved {
  const url = project.found(specifier, parentURL, error) ?? project.ownEntry(specifier);
  if (url === undefined) throw error;
  return { url, shortCircuit: true };
}

/** The result for an import in the project's own code, which may need a facade. */
export function facing(
  project: ProjectModules,
  tag: ImportTag | undefined,
  resolved: Resolved,
  { parentURL, conditions = [] }: ResolveContext,
): Resolved {
  if (conditions.includes("require") && isNotebookUrl(resolved.url)) throw new RequiredNotebookError();
  const url = tag ? project.facade(tag, resolved.url) : project.wholeNotebook(resolved.url, parentURL);
  return url === resolved.url ? resolved : { url, format: "module", importAttributes: {}, shortCircuit: true };
}

/** The source of a module that Node cannot read; undefined leaves it to Node. */
export function loadHere(
  project: ProjectModules,
  url: string,
  keysOf: (path: string) => readonly string[],
): LoadedModule | undefined {
  const loaded = project.load(url, keysOf);
  return loaded && { ...loaded, shortCircuit: true };
}

// TypeScript's resolveJsonModule needs no attribute; Node requires it.
function attributesFor(url: string, { importAttributes }: ResolveContext): { importAttributes?: ImportAttributes } {
  const isJson = /\.json(\?|$)/.test(url) && importAttributes !== undefined;
  return isJson && !("type" in importAttributes) ? { importAttributes: { ...importAttributes, type: "json" } } : {};
}
