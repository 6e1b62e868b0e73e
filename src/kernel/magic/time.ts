import { type Magic, MagicError } from "./magic.ts";
import { nanosecondsText } from "./timing-text.ts";

// Kept here because cells may run with a fixed clock.
const { hrtime, cpuUsage } = process;

export const time: Magic = {
  name: "time",
  usage: "%time CODE",
  help: "runs a line once and prints its time; %%time times the whole cell",
  takesCode: true,
  wholeCell: "code",
  async run({ argument, code, isWholeCell }, { atEnd, print }) {
    const said = stopwatch();
    if (isWholeCell) {
      if (argument !== "") throw new MagicError(`%%time takes the code in the lines below, but got ${argument}`);
      return atEnd(() => print(said()));
    }
    if (!code) throw new MagicError("%time got no code: write %time await load(), for example");
    const value = await code();
    print(said());
    return value;
  },
};

function stopwatch(): () => string {
  const [start, cpu] = [hrtime.bigint(), cpuUsage()];
  return () => {
    const taken = Number(hrtime.bigint() - start);
    const { user, system } = cpuUsage(cpu);
    return `Time: ${nanosecondsText(taken)} (processor: ${nanosecondsText((user + system) * 1000)})\n`;
  };
}
