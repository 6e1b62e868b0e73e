/** The facts about a notebook that the parts of its page need. */
export type PageContext = {
  /** The prefix of this notebook's ids, so that several notebooks fit on one page. */
  readonly idPrefix: string;
  /** The language of the code cells, as highlight.js names it. */
  readonly language: string;
  /** The picture in a file beside the notebook, as a data URL; undefined when there is none. */
  readonly picture: (path: string) => string | undefined;
};
