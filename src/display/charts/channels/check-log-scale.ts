import { ChartError } from "../../errors/chart-error.ts";
import { isObject } from "../../object.ts";

/** Options that let a log scale show any values. */
const OWN_DOMAIN = ["domain", "domainMin", "domainMax", "clamp"] as const;

/**
 * Refuses values that a log scale cannot show: with one of them in its domain, it shows none.
 *
 * @throws {ChartError} when some values are 0 or less, unless all are below 0 or the scale has a domain of its own.
 */
export function checkLogScale(
  { scale, bin, aggregate }: Readonly<Record<string, unknown>>,
  field: string,
  values: readonly unknown[],
  title: string,
): void {
  const isOpen = [bin, aggregate].every((derived) => derived === undefined || derived === null || derived === false);
  if (!isObject(scale) || Reflect.get(scale, "type") !== "log" || !isOpen) return;
  if (OWN_DOMAIN.some((key) => key in scale)) return;
  const numbers = values.filter((value) => typeof value === "number");
  const wrong = numbers.filter((number) => number <= 0);
  if (wrong.length === 0 || numbers.every((number) => number < 0)) return;
  const name = JSON.stringify(field);
  const got = `a log scale shows only values above 0, and ${wrong.length} of ${numbers.length} values of ${name} are 0 or less`;
  const fix = `Leave them out, such as frame.filter(pl.col(${name}).gt(0)), or use scale: { type: "symlog" }`;
  throw new ChartError(title, got, fix);
}
