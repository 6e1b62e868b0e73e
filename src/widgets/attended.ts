const KERNEL = Symbol.for("tsnb.kernel");

/** True when somebody may move a control: not in a plain script, and not where a notebook runs headlessly. */
export function isAttended(): boolean {
  const kernel: unknown = Reflect.get(globalThis, KERNEL);
  return typeof kernel === "object" && kernel !== null && Reflect.get(kernel, "isAttended") === true;
}
