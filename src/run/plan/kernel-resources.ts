import { isJsonObject } from "../../jupyter/json.ts";
import type { Notebook } from "../../notebook/types.ts";
import { TsnbError } from "../../util/error.ts";

/** Metadata about a kernel's resources that cannot be used as variables for a cluster. */
export class KernelMetadataError extends TsnbError {
  override readonly name = "KernelMetadataError";
  /** The notebook's path, as in `NotebookResult.label`. */
  readonly file: string;

  constructor(file: string, got: string) {
    super({
      doing: `Reading tsnb.kernel in the metadata of ${file}`,
      got: `it is ${got}`,
      fix: 'Write names that begin with KERNEL_ and their values, such as {"KERNEL_CPUS": 4}',
    });
    this.file = file;
  }
}

/**
 * The resources that a notebook requests from a cluster in its metadata, under `tsnb.kernel`, as the variables that
 * gateways understand: `KERNEL_CPUS`, `KERNEL_IMAGE` and the like.
 *
 * @throws {KernelMetadataError} when the metadata cannot be used as such variables.
 */
export function kernelResources({ metadata }: Notebook, file: string): Readonly<Record<string, string>> {
  const { tsnb } = metadata;
  const kernel = isJsonObject(tsnb) ? tsnb["kernel"] : undefined;
  if (kernel === undefined) return {};
  if (!isJsonObject(kernel)) throw new KernelMetadataError(file, JSON.stringify(kernel));
  return Object.fromEntries(
    Object.entries(kernel).map(([name, value]) => {
      const isValue = typeof value === "string" || typeof value === "number" || typeof value === "boolean";
      if (!isValue || !/^KERNEL_\w+$/.test(name))
        throw new KernelMetadataError(file, JSON.stringify({ [name]: value }));
      return [name, String(value)];
    }),
  );
}
