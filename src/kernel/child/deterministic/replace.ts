/** Replaces a property's value; `writable` and `enumerable` stay the same. */
export function replace(owner: object, key: PropertyKey, value: unknown): void {
  const before = Object.getOwnPropertyDescriptor(owner, key);
  const { writable = true, enumerable = true } = before && "value" in before ? before : {};
  Object.defineProperty(owner, key, { value, writable, enumerable, configurable: true });
}
