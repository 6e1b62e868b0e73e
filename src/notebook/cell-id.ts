import { createHash } from "node:crypto";

/**
 * An id for a cell that has none, other than those taken: the same for the same content, so that
 * upgrading a notebook twice gives the same file.
 */
export function cellId(cell: { readonly cell_type: string; readonly source: string }, taken: ReadonlySet<string>) {
  for (let twin = 0; ; twin++) {
    const digest = createHash("sha256")
      .update(JSON.stringify([cell.cell_type, cell.source, twin]))
      .digest("hex");
    const id = digest.slice(0, 8);
    if (!taken.has(id)) return id;
  }
}
