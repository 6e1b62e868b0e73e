/** A time without a connection to a kernel. */
export type Crossing = {
  /** When the kernel had sent what came last before, by its clock. */
  readonly lastAt: number;
  /** When the server had heard the kernel last, by the server's clock, before the connection was taken up again. */
  heardUntil: string | undefined;
  /** When the kernel had sent what came first after, by its clock. */
  firstAt: number | undefined;
};

/** The relation of the two clocks: when the server heard the kernel last, and when that was sent, at least and at most. */
export type Clocks = { readonly heard: number; readonly sent: readonly [number, number] };

// A message takes a while from the kernel to the server, and not always the same.
const LATENCY_MS = 100;
const JITTER_MS = 5;

/**
 * True when the server has kept what the kernel said without a connection, or it said nothing: what the server had
 * heard last is what came last before, or what came first after is no later. The kernel and its server may have clocks
 * that differ.
 */
export function isKept({ lastAt, heardUntil, firstAt }: Crossing, { heard, sent }: Clocks): boolean {
  const until = Date.parse(heardUntil ?? "");
  // A server that does not say has perhaps heard something.
  if (Number.isNaN(until) || Number.isNaN(heard)) return false;
  // By the kernel's clock.
  const [earliest, latest] = [sent[0] + until - heard, sent[1] + until - heard];
  return earliest <= lastAt + LATENCY_MS || (firstAt !== undefined && firstAt <= latest + JITTER_MS);
}
