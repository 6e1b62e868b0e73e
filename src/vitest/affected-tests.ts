/** The part of a Vite module that is used here. */
type Module = { readonly id: string | null; readonly file: string | null; readonly importers: ReadonlySet<Module> };

type Graph = { readonly getModulesByFile: (file: string) => ReadonlySet<Module> | undefined };

/** The part of a Vite server that is used here. */
export type ViteServer = { readonly environments?: Readonly<Record<string, { readonly moduleGraph: Graph }>> };

/**
 * The test files that a changed file reaches by way of an imported notebook; undefined when it reaches none. Vitest
 * itself looks no further than the notebook if that is a test file too.
 */
export function affectedTests(servers: Iterable<ViteServer>, changed: string): string[] | undefined {
  const seen = new Set<Module>();
  for (const { environments = {} } of servers) {
    for (const { moduleGraph } of Object.values(environments)) {
      for (const module of moduleGraph.getModulesByFile(changed) ?? []) seen.add(module);
    }
  }
  for (const { importers } of seen) for (const importer of importers) seen.add(importer);
  const all = [...seen];
  if (!all.some(({ id }) => id?.includes("?tsnb-"))) return undefined;
  const roots = all.filter(({ importers }) => importers.size === 0);
  return [...new Set(roots.flatMap(({ file }) => file ?? []))];
}
