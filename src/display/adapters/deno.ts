import { hasMethod, type MimeBundle } from "../mime.ts";

/** Shows a bundle through Deno's kernel, if it runs this process. */
export function denoDisplay(): ((bundle: MimeBundle) => Promise<void>) | undefined {
  const jupyter = jupyterOf(Reflect.get(globalThis, "Deno"));
  if (!hasMethod(jupyter, "broadcast")) {
    return undefined;
  }
  return async ({ data, metadata }) => {
    await Reflect.apply(jupyter.broadcast, jupyter, ["display_data", { data, metadata, transient: {} }]);
  };
}

/** Outside its kernel Deno throws at the mere mention of `Deno.jupyter`. */
function jupyterOf(deno: unknown): unknown {
  if (typeof deno !== "object" || deno === null) {
    return undefined;
  }
  try {
    return Reflect.get(deno, "jupyter");
  } catch {
    return undefined;
  }
}
