import { expect, it } from "vitest";
import { inTurn, possibleJobs } from "../../src/run/parallel-tasks.ts";

/** Tasks that record their events in `log`, and end when the test ends them. */
function tasks(count: number, log: string[]) {
  const ends: (() => void)[] = [];
  const list = Array.from({ length: count }, (_, index) => ({
    prepare: () => void log.push(`prepare ${index}`),
    run: (onReady: () => void) =>
      new Promise<string>((resolve) => {
        log.push(`run ${index}`);
        onReady();
        ends[index] = () => resolve(`result ${index}`);
      }),
  }));
  return { list, ends };
}

it("runs the requested number at once, prepares the next, and keeps the order of results", async () => {
  const log: string[] = [];
  const { list, ends } = tasks(4, log);
  const results = inTurn(list, 2);
  expect(log).toEqual(["run 0", "prepare 1", "run 1", "prepare 2"]);
  for (const index of [1, 0, 2, 3]) {
    await expect.poll(() => ends[index]).toBeDefined();
    ends[index]?.();
  }
  expect(await results).toEqual(["result 0", "result 1", "result 2", "result 3"]);
  expect(log.slice(4, 6)).toEqual(["run 2", "prepare 3"]);
});

it("has a job for each core that has enough memory", () => {
  expect(possibleJobs(8, 64e9)).toBe(8);
  expect(possibleJobs(8, 2.2e9)).toBe(3);
  expect(possibleJobs(8, 1e6)).toBe(1);
});
