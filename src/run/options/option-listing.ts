import * as v from "valibot";

/** The metadata of an option for the command line and the documentation. */
export type Listing = {
  /** The heading under which it is listed. */
  readonly group: string;
  /** The flag's letter. */
  readonly letter?: string;
  /** The placeholder of the flag's value in help; a flag without one is a switch. */
  readonly placeholder?: string;
  /** The flag may be given several times. */
  readonly isList?: boolean;
};

/** Says how an option is listed. */
export function listed<T>(listing: Listing): v.MetadataAction<T, Listing> {
  return v.metadata(listing);
}
