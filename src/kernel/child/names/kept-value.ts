import { isObject } from "../is-object.ts";

/** A value as it was, with the properties that it had. */
export type Kept = { readonly value: unknown; readonly properties: PropertyDescriptorMap };

/** Takes note of a value that may be added to. */
export function keptValue(value: unknown): Kept {
  return { value, properties: isObject(value) ? Object.getOwnPropertyDescriptors(value) : {} };
}

/** Makes a value what it was. */
export function restored({ value, properties }: Kept): unknown {
  if (!isObject(value)) return value;
  for (const key of Reflect.ownKeys(value)) if (!Object.hasOwn(properties, key)) Reflect.deleteProperty(value, key);
  return Object.defineProperties(value, properties);
}
