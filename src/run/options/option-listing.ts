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

/** An option as the command line and the documentation list it. */
export type ListedOption = Listing & {
  readonly name: string;
  readonly flag: string;
  readonly help: string;
  readonly fallback: string | number | boolean | object | undefined;
  readonly type: v.GenericSchema;
};

/** A declared option as the command line and the documentation list it. */
export function listedOption(
  name: string,
  type: v.GenericSchema,
  listing: Listing,
  fallback: ListedOption["fallback"],
): ListedOption {
  const flag = `--${name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`;
  return { ...listing, name, flag, help: v.getDescription(type) ?? "", fallback, type };
}
