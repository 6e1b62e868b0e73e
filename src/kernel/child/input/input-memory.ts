/** Memory shared by watchdog and main thread: an answer's presence and length in bytes, and its UTF-8 bytes. */
export type InputMemory = {
  readonly state: Int32Array<SharedArrayBuffer>;
  readonly bytes: Uint8Array<SharedArrayBuffer>;
};

const LONGEST_INPUT_BYTES = 1 << 20;

export function makeInputMemory(): InputMemory {
  return {
    state: new Int32Array(new SharedArrayBuffer(8)),
    bytes: new Uint8Array(new SharedArrayBuffer(LONGEST_INPUT_BYTES)),
  };
}
