import type { Answers } from "../../../../src/kernel/live/messages.ts";

/** The names that imports could bring, and the source of the cell for which the kernel proposed them. */
export type Proposals = Answers["imports"] & { readonly source: string };

/** The latest proposals for each cell, by its model. */
export const latestProposals = new WeakMap<object, Proposals>();
