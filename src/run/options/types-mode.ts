export const TYPES_MODES = ["off", "report", "fail"] as const;

/** The handling of type errors in notebooks: not checked, reported, or reported and the run failed. */
export type TypesMode = (typeof TYPES_MODES)[number];
