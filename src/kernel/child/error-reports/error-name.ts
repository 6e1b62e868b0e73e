const BUILT_IN = new Set<unknown>(
  [Error, EvalError, RangeError, ReferenceError, SyntaxError, TypeError, URIError].map(({ prototype }) => prototype),
);

/** An error's name. A class that inherits a built-in error's `name` is called by its own class name. */
export function errorName(error: object): string {
  try {
    const name: unknown = Reflect.get(error, "name");
    if (typeof name !== "string" || name === "") return "Error";
    const named: unknown = BUILT_IN.has(ownerOf(error, "name")) ? Reflect.get(error.constructor, "name") : name;
    // Some of Node's errors have the class NodeError.
    return typeof named === "string" && named !== "" && named !== "NodeError" ? named : name;
  } catch {
    // A thrown value may throw when it is read.
    return "Error";
  }
}

function ownerOf(value: object, key: string): unknown {
  let at: unknown = value;
  while (typeof at === "object" && at !== null && !Object.hasOwn(at, key)) at = Object.getPrototypeOf(at);
  return at;
}
