import { type InspectOptions, inspect, types } from "node:util";
import { shortened } from "../../util/shortened.ts";

const MOST_PROPERTIES = 1000;
const LONGEST_TEXT = 100_000;

/**
 * A value as `util.inspect` writes it, which knows no end of an object's properties: with the first ones, up
 * to a number of characters, and how much more there is.
 */
export function inspectWithin(
  value: unknown,
  options: InspectOptions = {},
  longest: number = LONGEST_TEXT,
  mostProperties: number = MOST_PROPERTIES,
): string {
  const head = headOf(value, mostProperties);
  const { text, more } = shortened(inspect(head?.value ?? value, options), longest);
  if (more === 0 && !head) return text;
  const characters = more > 0 ? [`${more} more characters`] : [];
  const properties = head ? [`${head.more} more properties`] : [];
  return `${text}\n... ${[...characters, ...properties].join(" and ")}: console.log prints without this limit`;
}

type Head = { readonly value: object; readonly more: number };

// To write a million properties takes seconds. What a trap or a getter throws is the value's own business.
function headOf(value: unknown, most: number): Head | undefined {
  try {
    if (typeof value !== "object" || value === null || types.isProxy(value) || !isOrdinary(value)) return undefined;
    const keys = Object.keys(value);
    if (keys.length <= most) return undefined;
    const head: object = Object.create(Object.getPrototypeOf(value));
    for (const key of keys.slice(0, most)) {
      Object.defineProperty(head, key, Object.getOwnPropertyDescriptor(value, key) ?? {});
    }
    return { value: head, more: keys.length - most };
  } catch {
    return undefined;
  }
}

/** True for a value that is written as its properties alone: no array, map or error, and no text of its own. */
function isOrdinary(value: object): boolean {
  return Object.prototype.toString.call(value) === "[object Object]" && !(inspect.custom in value);
}
