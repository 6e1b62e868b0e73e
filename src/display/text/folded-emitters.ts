import { EventEmitter } from "node:events";
import { inspect, type InspectOptionsStylized, types } from "node:util";
import { attempt, hasMethod, isObject } from "../object.ts";

type Inspect = typeof inspect;

/**
 * Inspects while event emitters, such as servers, sockets, requests and streams, are written as their name inside a
 * value, and as their public properties when they are the value: their other properties are internals of Node.
 */
export function withFolded<T>(root: object, write: () => T): T {
  let isInside = false;
  function fold(this: object, _depth: number, options: InspectOptionsStylized, own: Inspect): string {
    const name = nameOf(this);
    if (this !== root || isInside) return `[${name}]`;
    isInside = true;
    try {
      return `${name} ${own(publicOf(this), options)}`;
    } finally {
      isInside = false;
    }
  }
  const prototype = EventEmitter.prototype;
  const isDefined = Reflect.defineProperty(prototype, inspect.custom, { value: fold, configurable: true });
  try {
    return write();
  } finally {
    if (isDefined) Reflect.deleteProperty(prototype, inspect.custom);
  }
}

/** True for an event emitter, such as a server, socket, request or stream. */
export function isEmitter(value: object): boolean {
  return !types.isProxy(value) && value instanceof EventEmitter;
}

function nameOf(value: object): string {
  return attempt(() => value.constructor.name) || "EventEmitter";
}

function publicOf(value: object): object {
  const shown: object = { ...stateOf(value) };
  for (const key of Object.keys(value).filter((name) => !name.startsWith("_"))) {
    const descriptor = Reflect.getOwnPropertyDescriptor(value, key);
    if (descriptor && descriptor.value !== undefined) Object.defineProperty(shown, key, descriptor);
  }
  return shown;
}

/** The listening state and address of a server, which none of its properties contains; `{}` for other emitters. */
function stateOf(value: object): object {
  const listening: unknown = attempt(() => Reflect.get(value, "listening"));
  if (typeof listening !== "boolean") return {};
  const address: unknown = hasMethod(value, "address") ? attempt(() => value.address()) : undefined;
  return isObject(address) ? { listening, address: { ...address } } : { listening };
}
