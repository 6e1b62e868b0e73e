/** The notices in place of output beyond the limits of a cell and of a notebook. */
export const CUT_NOTICE = {
  cell: "[output cut: this cell has exceeded --output-bytes or --output-count]\n",
  notebook: "[output cut: the notebook has exceeded --notebook-output-bytes or --notebook-output-count]\n",
};
