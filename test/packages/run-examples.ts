import { KernelSession } from "../../bench/kernels/session.ts";
import type { System } from "../../bench/kernels/systems.ts";
import type { Example } from "./examples.ts";

/** The failure of an example, cut to 80 characters; undefined when it works. */
export type Outcome = string | undefined;

const LONGEST = 80;
const STARTS = 10;

/** Runs examples one after the other in a kernel; one that fails is tried again, alone, in a fresh kernel. */
export async function runExamples(
  system: System,
  folder: string,
  examples: readonly Example[],
): Promise<ReadonlyMap<string, Outcome>> {
  const outcomes = new Map<string, Outcome>();
  let kernel: KernelSession | undefined;
  const attempt = async (example: Example): Promise<Outcome> => {
    kernel ??= await started(system, folder);
    const outcome = await outcomeOf(kernel, example);
    if (outcome === undefined) return undefined;
    const failed = kernel;
    kernel = undefined;
    await failed.stop();
    return outcome;
  };
  try {
    for (const example of examples) outcomes.set(example.name, (await attempt(example)) && (await attempt(example)));
  } finally {
    await kernel?.stop();
  }
  return outcomes;
}

// On a busy machine, tslab may take longer to start than the session waits.
async function started(system: System, folder: string): Promise<KernelSession> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await KernelSession.start(system, folder);
    } catch (error) {
      if (attempt === STARTS) throw error;
    }
  }
}

async function outcomeOf(kernel: KernelSession, { code, prints }: Example): Promise<Outcome> {
  try {
    const { text, status } = await kernel.run(code, { shows: true });
    if (status === "ok" && text.includes(prints)) return undefined;
    return inFewWords(text) || "nothing is printed";
  } catch (error) {
    return inFewWords(error instanceof Error ? error.message : String(error));
  }
}

function inFewWords(text: string): string {
  const lines = text.split("\n").map((line) => line.trim());
  const line = lines.find((one) => /error|cannot|not |unexpected/i.test(one)) ?? lines.find((one) => one !== "") ?? "";
  const plain = line.replaceAll(/(?:file:\/\/)?(?:\/[\w.@+-]+){2,}/g, "…").replaceAll("|", "/");
  return plain.length > LONGEST ? `${plain.slice(0, LONGEST)}…` : plain;
}
