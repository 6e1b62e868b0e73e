/** An interval without a connection to a kernel. */
export type ConnectionGap = {
  /** The time at which the kernel sent the last message before it, in milliseconds by the kernel's clock. */
  readonly lastAt: number;
  /** The ISO 8601 time at which the server last heard from the kernel before the reconnection; undefined if unknown. */
  heardUntil: string | undefined;
  /** The time at which the kernel sent the first message after it, like `lastAt`; undefined until one arrives. */
  firstAt: number | undefined;
};

/**
 * The relation of the two clocks: the time at which the server last heard from the kernel, and the earliest and latest
 * time at which the kernel sent that message, in milliseconds.
 */
export type Clocks = { readonly heard: number; readonly sent: readonly [number, number] };

// The time that a message takes from the kernel to the server, and its variation.
const LATENCY_MS = 100;
const JITTER_MS = 5;

/**
 * True when the server kept what the kernel sent without a connection, or the kernel sent nothing: the last message
 * that the server heard either is the last one that arrived before the interval, or is no earlier than the first one
 * that arrived after it. The clocks of the kernel and its server may differ.
 */
export function isKept({ lastAt, heardUntil, firstAt }: ConnectionGap, { heard, sent }: Clocks): boolean {
  const until = Date.parse(heardUntil ?? "");
  // A server that gives no time may have heard something.
  if (Number.isNaN(until) || Number.isNaN(heard)) return false;
  // The time at which the server last heard from the kernel, by the kernel's clock.
  const [earliest, latest] = [sent[0] + until - heard, sent[1] + until - heard];
  return earliest <= lastAt + LATENCY_MS || (firstAt !== undefined && firstAt <= latest + JITTER_MS);
}
