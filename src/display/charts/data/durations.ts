/** Parts of a second, by the beginnings of units in lower case. */
const PARTS: readonly (readonly [unit: RegExp, perSecond: number])[] = [
  [/^n/, 1e9],
  [/^(?:[µμ]|us|micro)/, 1e6],
  [/^m/, 1e3],
  [/^s/, 1],
];

/**
 * The number of a duration's units in a second, for columns of a type such as Polars' `duration[μs]` or Arrow's
 * `Duration<MICROSECOND>`; undefined for other types.
 */
export function unitsPerSecond(columnType: string): number | undefined {
  const unit = /^duration[[<](.+)[\]>]$/.exec(columnType.toLowerCase())?.[1];
  return unit === undefined ? undefined : PARTS.find(([beginning]) => beginning.test(unit))?.[1];
}
