import type { Output } from "../types.ts";

/** True when a cell's outputs contain an error. */
export function hasError(outputs: readonly Output[]): boolean {
  return outputs.some((output) => output.output_type === "error");
}
