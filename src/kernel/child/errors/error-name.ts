const BUILT_IN = new Set<unknown>(
  [Error, EvalError, RangeError, ReferenceError, SyntaxError, TypeError, URIError].map(({ prototype }) => prototype),
);

/** What an error is called: a class that says no name of its own has that of the built-in one that it extends. */
export function errorName(error: object): string {
  try {
    const name: unknown = Reflect.get(error, "name");
    if (typeof name !== "string" || name === "") return "Error";
    const named: unknown = BUILT_IN.has(ownerOf(error, "name")) ? Reflect.get(error.constructor, "name") : name;
    // Errors of Node itself may be of a class with this name.
    return typeof named === "string" && named !== "" && named !== "NodeError" ? named : name;
  } catch {
    // Anything may be thrown, also what throws while it is looked at.
    return "Error";
  }
}

function ownerOf(value: object, key: string): unknown {
  let at: unknown = value;
  while (typeof at === "object" && at !== null && !Object.hasOwn(at, key)) at = Object.getPrototypeOf(at);
  return at;
}
