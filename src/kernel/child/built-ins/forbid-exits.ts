/** A cell tried to end the process that all cells share. */
class ProcessExit extends Error {
  override readonly name = "ProcessExit";

  constructor(call: string) {
    super(`${call} was called: the cell stops here, the kernel goes on and all variables are kept`);
  }
}

/** Makes calls that would end this process throw instead; returns the real `exit`. */
export function forbidExits(): (code: number) => never {
  const exit = process.exit.bind(process);
  const kill = process.kill.bind(process);
  const { pid, ppid } = process;
  const reallyExit: unknown = Reflect.get(process, "reallyExit");
  const refuse = (name: string) =>
    function refused(...args: unknown[]): never {
      throw new ProcessExit(`process.${name}(${args.map(String).join(", ")})`);
    };
  for (const name of ["exit", "reallyExit", "abort", "execve"]) {
    if (!(name in process)) continue;
    Object.defineProperty(process, name, { value: refuse(name), configurable: true, enumerable: true, writable: true });
  }
  process.kill = (target, signal) => {
    const isOwn = [0, pid, -pid, ppid, -ppid].includes(target);
    if (isOwn && signal !== 0) {
      const name = Math.abs(target) === ppid ? "process.ppid" : "process.pid";
      throw new ProcessExit(`process.kill(${name}, ${JSON.stringify(signal ?? "SIGTERM")})`);
    }
    return kill(target, signal);
  };
  return (code) => {
    Object.defineProperty(process, "reallyExit", { value: reallyExit, configurable: true, writable: true });
    return exit(code);
  };
}
