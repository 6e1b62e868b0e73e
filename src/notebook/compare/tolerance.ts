/** The difference up to which two numbers count as equal: within either limit is enough. */
export type Tolerance = {
  /** As a share of the larger of the two. */
  readonly relative: number;
  /** In the numbers' own unit. */
  readonly absolute: number;
};

export const EXACT: Tolerance = { relative: 0, absolute: 0 };

/** True when two numbers are equal or close enough. */
export function isClose(a: number, b: number, { relative, absolute }: Tolerance): boolean {
  if (Object.is(a, b) || a === b) return true;
  const distance = Math.abs(a - b);
  return distance <= Math.max(absolute, relative * Math.max(Math.abs(a), Math.abs(b))) && Number.isFinite(distance);
}

/** True when only equal numbers are close enough. */
export function isExact({ relative, absolute }: Tolerance): boolean {
  return relative === 0 && absolute === 0;
}
