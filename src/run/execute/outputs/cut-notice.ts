/** The notices in place of output beyond the limits of a cell and of a notebook. */
export const CUT_NOTICE = {
  cell: "[output cut: this cell has put out more than --output-bytes or --output-count allow]\n",
  notebook:
    "[output cut: the notebook has put out more than --notebook-output-bytes or --notebook-output-count allow]\n",
};
