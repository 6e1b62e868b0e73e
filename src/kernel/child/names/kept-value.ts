import { isObject } from "../is-object.ts";

/** A value, with its properties when it was recorded. */
export type KeptValue = { readonly value: unknown; readonly properties: PropertyDescriptorMap };

/** Records a value whose properties may change. */
export function keptValue(value: unknown): KeptValue {
  return { value, properties: isObject(value) ? Object.getOwnPropertyDescriptors(value) : {} };
}

/** Restores a value's properties. */
export function restored({ value, properties }: KeptValue): unknown {
  if (!isObject(value)) return value;
  for (const key of Reflect.ownKeys(value)) if (!Object.hasOwn(properties, key)) Reflect.deleteProperty(value, key);
  return Object.defineProperties(value, properties);
}
