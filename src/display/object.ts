/** True for a value that can have properties: an object or a function. */
export function isObject(value: unknown): value is object {
  return (typeof value === "object" && value !== null) || typeof value === "function";
}

/** True when the value has a method under this key. */
export function hasMethod<K extends PropertyKey>(value: unknown, key: K): value is Record<K, () => unknown> {
  return isObject(value) && typeof Reflect.get(value, key) === "function";
}

/** The result of `code`, or undefined when it throws, as getters and proxy traps may. */
export function attempt<T>(code: () => T): T | undefined {
  try {
    return code();
  } catch {
    return undefined;
  }
}

/** The result of a value's own `toString`; undefined when it begins with `[object `, or is not a string. */
export function ownText(value: unknown): string | undefined {
  const made: unknown = hasMethod(value, "toString") ? Reflect.apply(value.toString, value, []) : undefined;
  return typeof made === "string" && !made.startsWith("[object ") ? made : undefined;
}
