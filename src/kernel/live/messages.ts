// What a front end and the kernel say to each other over the comm `tsnb.live`. Both import these types.

/** The target of the comm. */
export const LIVE_TARGET = "tsnb.live";

/** The version of these messages. Each side says its own first. */
export const LIVE_PROTOCOL = 1;

/** The data with which the front end opens the comm. */
export type Opening = {
  readonly protocol: number;
  /** The version of the front end's extension. */
  readonly extension: string;
};

/** The kernel's first message. */
export type Welcome = {
  readonly type: "welcome";
  readonly protocol: number;
  /** The version of tsnb. */
  readonly kernel: string;
};

export type FromKernel = Welcome;
