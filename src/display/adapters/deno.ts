import { hasMethod } from "../object.ts";
import type { ShowBundle } from "./show-bundle.ts";

/** A function that shows a bundle through Deno's kernel; undefined when that does not run this process. */
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

/** A function that removes a cell's outputs through Deno's kernel; undefined when that does not run this process. */
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

/** `Deno.jupyter`, which outside its kernel throws when it is read. */
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
