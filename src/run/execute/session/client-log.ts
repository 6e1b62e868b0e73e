// @jupyterlab/services logs these lines with console.debug, which writes to stdout in Node.js.
const CLIENT_LINE = /^(Starting WebSocket: |Kernel: \w+ \()/;

let sessions = 0;
let original: typeof console.debug | undefined;

/** Keeps the Jupyter client's own log lines off stdout until the returned function is called. */
export function muteClientLog(): () => void {
  sessions += 1;
  if (original === undefined) {
    const print = console.debug;
    original = print;
    console.debug = (...values: unknown[]) => {
      if (typeof values[0] !== "string" || !CLIENT_LINE.test(values[0])) print(...values);
    };
  }
  let muted = true;
  return () => {
    if (!muted) return;
    muted = false;
    sessions -= 1;
    if (sessions > 0 || original === undefined) return;
    console.debug = original;
    original = undefined;
  };
}
