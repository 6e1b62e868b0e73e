import { tracer } from "../../../cell/source-map.ts";
import type { Sources } from "./compiled-sources.ts";
import type { CompiledFile } from "../../modules/project/project-modules.ts";

/** Makes errors name the source lines of a compiled file, or of a notebook's cells. */
export function addCompiled(sources: Sources, { url, path, text, mappings, cells }: CompiledFile): void {
  let trace: ReturnType<typeof tracer> | undefined;
  const locate: ReturnType<typeof tracer> = (at) => {
    trace ??= tracer(mappings);
    return trace(at);
  };
  const source = { label: path, text, locate, ...(cells ? { cells } : {}) };
  sources.add(url, source);
  sources.add(path, source);
}
