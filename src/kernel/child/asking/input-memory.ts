/** Memory that the watchdog shares with the main thread: whether an answer is there, its length, and the answer in UTF-8. */
export type InputMemory = {
  readonly state: Int32Array<SharedArrayBuffer>;
  readonly bytes: Uint8Array<SharedArrayBuffer>;
};

const LONGEST_INPUT = 1 << 20;

export function makeInputMemory(): InputMemory {
  return {
    state: new Int32Array(new SharedArrayBuffer(8)),
    bytes: new Uint8Array(new SharedArrayBuffer(LONGEST_INPUT)),
  };
}
