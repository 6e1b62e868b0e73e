/**
 * The relative growth from each value to the next: 0.1 is ten per cent.
 *
 * @param values at least one number, none of them 0 except the last.
 * @returns one rate fewer than values.
 * @throws {RangeError} when a rate would divide by 0.
 *
 * @example
 * growthRates([100, 110]); // [0.1]
 */
export function growthRates(values: readonly number[]): number[] {
  return values.slice(1).map((value, index) => {
    const before = values[index] ?? Number.NaN;
    if (before === 0) throw new RangeError(`Growth from value ${index + 1} cannot be computed: it is 0`);
    return Number(((value - before) / before).toFixed(6));
  });
}
