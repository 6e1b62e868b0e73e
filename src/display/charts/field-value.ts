import type { JsonValue } from "../../jupyter/json.ts";
import { toJson } from "../content.ts";

const WITHOUT_ZONE = /^(\d{4}-\d\d-\d\d)(?:[T ](\d\d:\d\d(?::\d\d(?:\.\d+)?)?))?$/;

/** A value as Vega reads it: numbers that are none become null, big integers numbers. */
export function plainValue(value: unknown): JsonValue {
  if (value === undefined || value === null) return null;
  if (typeof value === "number") return Number.isFinite(value) ? value : null;
  if (typeof value === "bigint") return Number(value);
  return typeof value === "string" || typeof value === "boolean" ? value : toJson(value);
}

/**
 * A time as Vega reads it. JavaScript takes a date alone for UTC, which is the day before in America: a time without
 * a zone gets the hour that makes it the reader's own.
 */
export function timeValue(value: unknown): JsonValue {
  if (value instanceof Date) return Number.isNaN(value.getTime()) ? null : value.toISOString();
  if (typeof value !== "string") return plainValue(value);
  const [, day, time = "00:00"] = WITHOUT_ZONE.exec(value) ?? [];
  return day === undefined ? value.replace(/^(\d{4}-\d\d-\d\d) /, "$1T") : `${day}T${time}`;
}

/** The writer of a column of times without zone, or of one zone, whose clock every reader then sees. */
export function clockOf(zone: string): (value: unknown) => JsonValue {
  const clock = zone === "" || zone === "UTC" ? undefined : clockIn(zone);
  return (value) => {
    if (!(value instanceof Date) || Number.isNaN(value.getTime())) return timeValue(value);
    const text = clock === undefined ? value.toISOString().slice(0, -1) : `${clock.format(value)}.${millisOf(value)}`;
    return text.replace(" ", "T").replace(/(?::00)?\.000$/, "");
  };
}

// Swedish dates are ISO's.
function clockIn(timeZone: string): Intl.DateTimeFormat | undefined {
  try {
    return new Intl.DateTimeFormat("sv-SE", { timeZone, dateStyle: "short", timeStyle: "medium" });
  } catch {
    return undefined;
  }
}

function millisOf(date: Date): string {
  return String(date.getUTCMilliseconds()).padStart(3, "0");
}
