import * as v from "valibot";

/** The description of an option for the command line and the documentation. */
export type Listing = {
  /** The heading under which the option is listed. */
  readonly group: string;
  /** The letter of the short flag. */
  readonly letter?: string;
  /** The placeholder of the flag's value in the help; a flag without one is a switch. */
  readonly placeholder?: string;
  /** The flag may be given several times. */
  readonly isList?: boolean;
};

/** Attaches a listing to the type of an option. */
export function listed<T>(listing: Listing): v.MetadataAction<T, Listing> {
  return v.metadata(listing);
}
