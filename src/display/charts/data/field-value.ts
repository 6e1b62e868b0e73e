import type { JsonValue } from "../../../jupyter/json.ts";
import { toJson } from "../../mime/content.ts";

const WITHOUT_ZONE = /^(\d{4}-\d\d-\d\d)[T ](\d\d:\d\d(?::\d\d(?:\.\d+)?)?)$/;

/** A value in the form that Vega reads: NaN and infinities become null, big integers become numbers. */
export function vegaValue(value: unknown): JsonValue {
  if (value === undefined || value === null) return null;
  if (typeof value === "number") return Number.isFinite(value) ? value : null;
  if (typeof value === "bigint") return Number(value);
  return typeof value === "string" || typeof value === "boolean" ? value : toJson(value);
}

/**
 * A time in the form that Vega reads, in UTC. Charts draw UTC, so that they are the same for every reader. JavaScript
 * reads a date as UTC anyway, but a date with a time as the reader's own zone.
 */
export function timeValue(value: unknown): JsonValue {
  if (value instanceof Date) return Number.isNaN(value.getTime()) ? null : short(value.toISOString());
  if (typeof value !== "string") return vegaValue(value);
  const [, day, time] = WITHOUT_ZONE.exec(value) ?? [];
  return day === undefined ? value.replace(/^(\d{4}-\d\d-\d\d) /, "$1T") : short(`${day}T${time}Z`);
}

/** A function that writes times as the clock of a zone shows them, so that charts draw that clock. */
export function clockOf(zone: string): (value: unknown) => JsonValue {
  const clock = zone === "" || zone === "UTC" ? undefined : clockIn(zone);
  return (value) => {
    if (clock === undefined || !(value instanceof Date) || Number.isNaN(value.getTime())) return timeValue(value);
    const millis = String(value.getUTCMilliseconds()).padStart(3, "0");
    return short(`${clock.format(value).replace(" ", "T")}.${millis}Z`);
  };
}

// Swedish dates are in ISO's format.
function clockIn(timeZone: string): Intl.DateTimeFormat | undefined {
  try {
    return new Intl.DateTimeFormat("sv-SE", { timeZone, dateStyle: "short", timeStyle: "medium" });
  } catch {
    return undefined;
  }
}

/** The time without trailing zeros: `2026-07-01`, `2026-07-01T10:30Z`. */
function short(time: string): string {
  return time
    .replace(/\.0+Z$/, "Z")
    .replace(/(T\d\d:\d\d):00Z$/, "$1Z")
    .replace(/T00:00Z$/, "");
}
