/** A half of the benchmark: timed inference or timed training. */
export type Part = "infer" | "train";
