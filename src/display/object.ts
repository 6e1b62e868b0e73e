/** True for a value that can have properties. */
export function isObject(value: unknown): value is object {
  return (typeof value === "object" && value !== null) || typeof value === "function";
}

/** True when the value has a method under this key. */
export function hasMethod<K extends PropertyKey>(value: unknown, key: K): value is Record<K, () => unknown> {
  return isObject(value) && typeof Reflect.get(value, key) === "function";
}

/** What some code gives, or nothing where it throws: a getter or a trap of a proxy is its value's own business. */
export function attempt<T>(code: () => T): T | undefined {
  try {
    return code();
  } catch {
    return undefined;
  }
}

/** What a value's own `toString` gives; nothing where it says no more than that it is an object. */
export function ownText(value: unknown): string | undefined {
  const made: unknown = hasMethod(value, "toString") ? Reflect.apply(value.toString, value, []) : undefined;
  return typeof made === "string" && !made.startsWith("[object ") ? made : undefined;
}
