import { type InspectOptions, inspect, types } from "node:util";
import { shortened } from "../../util/text/shortened.ts";

const MOST_PROPERTIES = 1000;
const LONGEST_TEXT = 100_000;

/**
 * A value as `util.inspect` writes it, which has no limit for an object's properties: here only the first ones are
 * written, up to a number of characters, with a note about how many more there are.
 */
export function inspectWithin(
  value: unknown,
  options: InspectOptions = {},
  longest: number = LONGEST_TEXT,
  mostProperties: number = MOST_PROPERTIES,
): string {
  const head = headOf(value, mostProperties);
  const { text, more } = shortened(withoutAddresses(inspect(head?.value ?? value, options)), longest);
  if (more === 0 && !head) return text;
  const characters = more > 0 ? [`${more} more characters`] : [];
  const properties = head ? [`${head.more} more properties`] : [];
  return `${text}\n... ${[...characters, ...properties].join(" and ")}: console.log prints without this limit`;
}

/** Native packages keep pointers, which have another address in each run. */
function withoutAddresses(text: string): string {
  return text.includes("[External: ") ? text.replaceAll(/\[External: [\da-f]+\]/g, "[External]") : text;
}

type Head = { readonly value: object; readonly more: number };

// Writing a million properties takes seconds. If a trap or getter throws, the value is inspected as usual.
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

/** True for a value written as its properties alone: not an array, map or error, and without an inspect method. */
function isOrdinary(value: object): boolean {
  return Object.prototype.toString.call(value) === "[object Object]" && !(inspect.custom in value);
}
