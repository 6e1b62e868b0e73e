/** What the parts of a notebook's page need to know of the notebook. */
export type Context = {
  /** What the ids of this notebook begin with, so that several notebooks fit on one page. */
  readonly idPrefix: string;
  /** The language of the code cells, as highlight.js names it. */
  readonly language: string;
  /** The picture in a file beside the notebook, as a data URL; undefined when there is none. */
  readonly picture: (path: string) => string | undefined;
};
