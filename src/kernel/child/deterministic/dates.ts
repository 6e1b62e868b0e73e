import type { FixedClock } from "./fixed-clock.ts";
import { replace } from "./replace.ts";

/** Makes `Date` and `Temporal` give the time of the clock. */
export function fixDates(clock: FixedClock): void {
  const read = (): number => clock.read();
  const Real = Date;
  const Fixed = new Proxy(Real, {
    construct: (target, given: unknown[], derived) =>
      Object(Reflect.construct(target, given.length === 0 ? [read()] : given, derived)),
    apply: () => new Real(read()).toString(),
  });
  replace(Real, "now", function now() {
    return read();
  });
  replace(Real.prototype, "constructor", Fixed);
  replace(globalThis, "Date", Fixed);
  fixFormats(read);
  fixTemporal(read);
}

// Without a date, formatters format the current time.
function fixFormats(read: () => number): void {
  const { prototype } = Intl.DateTimeFormat;
  const { formatToParts } = prototype;
  replace(prototype, "formatToParts", function parts(this: Intl.DateTimeFormat, date?: number | Date) {
    return Reflect.apply(formatToParts, this, [date ?? read()]);
  });
  const format = Object.getOwnPropertyDescriptor(prototype, "format")?.get;
  if (format === undefined) return;
  const get = function get(this: Intl.DateTimeFormat) {
    const formatted: (date: number | Date) => string = Reflect.apply(format, this, []);
    return (date?: number | Date): string => formatted(date ?? read());
  };
  Object.defineProperty(prototype, "format", { get, configurable: true });
}

type Zoned = Readonly<Record<"toPlainDateTime" | "toPlainDate" | "toPlainTime", () => unknown>>;
type Temporal = {
  readonly Now: { readonly timeZoneId: () => string };
  readonly Instant: {
    readonly fromEpochMilliseconds: (time: number) => { readonly toZonedDateTimeISO: (zone: unknown) => Zoned };
  };
};

// Node.js has `Temporal` from version 26 on.
function fixTemporal(read: () => number): void {
  const temporal: unknown = Reflect.get(globalThis, "Temporal");
  if (!isTemporal(temporal)) return;
  const { Now, Instant } = temporal;
  const instant = () => Instant.fromEpochMilliseconds(read());
  const zoned = (zone: unknown = Now.timeZoneId()) => instant().toZonedDateTimeISO(zone);
  replace(Now, "instant", instant);
  replace(Now, "zonedDateTimeISO", zoned);
  replace(Now, "plainDateTimeISO", (zone?: unknown) => zoned(zone).toPlainDateTime());
  replace(Now, "plainDateISO", (zone?: unknown) => zoned(zone).toPlainDate());
  replace(Now, "plainTimeISO", (zone?: unknown) => zoned(zone).toPlainTime());
}

function isTemporal(value: unknown): value is Temporal {
  return typeof value === "object" && value !== null && "Now" in value && "Instant" in value;
}
