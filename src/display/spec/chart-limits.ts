/** The limits of charts in notebooks and in pages. */
export const CHART_LIMITS = {
  /** Above this number of rows, a canvas draws faster than SVG elements. */
  mostSvgRows: 3000,
  /** In less room, in pixels, a legend goes below its chart. */
  legendBelowPx: 480,
  /** The width, in pixels, below which no chart shrinks. */
  leastWidthPx: 200,
} as const;
