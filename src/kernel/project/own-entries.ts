const OWN_ENTRIES = ["display", "lesson", "run", "widgets"] as const;

/** The modules of this package that notebooks import, installed or not. */
export const OWN_MODULES: readonly string[] = OWN_ENTRIES.map((entry) => `tsnb/${entry}`);

/** The entry that a specifier of one of these modules names: `display` of `tsnb/display`. */
export function ownEntryOf(specifier: string): string | undefined {
  return OWN_ENTRIES.find((entry) => specifier === `tsnb/${entry}`);
}
