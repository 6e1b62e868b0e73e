import { hasMethod } from "../object.ts";
import type { ShowBundle } from "./show-bundle.ts";

/** Shows a bundle through Deno's kernel, if it runs this process. */
export function denoDisplay(): ShowBundle | undefined {
  const broadcast = denoBroadcast();
  return (
    broadcast &&
    (async ({ data, metadata }, slot) => {
      const transient = slot === undefined ? {} : { display_id: slot.id };
      await broadcast(slot?.update ? "update_display_data" : "display_data", { data, metadata, transient });
    })
  );
}

/** Removes the outputs of a cell through Deno's kernel, if it runs this process. */
export function clearDeno(): ((wait: boolean) => Promise<void>) | undefined {
  const broadcast = denoBroadcast();
  return broadcast && ((wait) => broadcast("clear_output", { wait }));
}

function denoBroadcast(): ((type: string, content: object) => Promise<void>) | undefined {
  const jupyter = jupyterOf(Reflect.get(globalThis, "Deno"));
  if (!hasMethod(jupyter, "broadcast")) {
    return undefined;
  }
  return async (type, content) => {
    await Reflect.apply(jupyter.broadcast, jupyter, [type, content]);
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
