import { setTimeout as delay } from "node:timers/promises";
import { afterEach, expect, it, vi } from "vitest";
import { Saver } from "../../../src/run/execute/outputs/saver.ts";

vi.mock("node:timers/promises", () => ({ setTimeout: vi.fn<typeof delay>() }));

afterEach(() => {
  vi.restoreAllMocks();
  vi.mocked(delay).mockReset();
});

/** Resolves after everything that is ready to run has had its turn. */
const turn = () => new Promise<void>((resolve) => setImmediate(resolve));

/** A saver whose saves and pauses end when the test ends them. */
function saverWith() {
  const saves: { readonly end: (error?: Error) => void }[] = [];
  const pauses: { readonly milliseconds: number; readonly end: () => void }[] = [];
  const errors: unknown[] = [];
  vi.mocked(delay).mockImplementation((milliseconds = 0, value, { signal } = {}) => {
    return new Promise((resolve, reject) => {
      signal?.addEventListener("abort", () => reject(new Error("aborted")));
      pauses.push({ milliseconds, end: () => resolve(value) });
    });
  });
  const save = () =>
    new Promise<void>((resolve, reject) => {
      saves.push({ end: (error) => (error === undefined ? resolve() : reject(error)) });
    });
  return { saver: new Saver(save, (error) => errors.push(error)), saves, pauses, errors };
}

it("saves at once, and saves later changes after four times the length of the save", async () => {
  const { saver, saves, pauses } = saverWith();
  const clock = vi.spyOn(performance, "now").mockReturnValue(0);
  saver.request();
  expect(saves).toHaveLength(1);
  saver.request();
  saver.request();
  clock.mockReturnValue(2000);
  saves[0]?.end();
  await turn();
  expect(saves).toHaveLength(1);
  expect(pauses.map(({ milliseconds }) => milliseconds)).toEqual([8000]);
  pauses[0]?.end();
  await turn();
  expect(saves).toHaveLength(2);
  saves[1]?.end();
  await turn();
  pauses[1]?.end();
  await turn();
  expect(saves).toHaveLength(2);
  saver.request();
  expect(saves).toHaveLength(3);
});

it("saves the last change without a pause when it is closed", async () => {
  const { saver, saves } = saverWith();
  saver.request();
  saves[0]?.end();
  await turn();
  saver.request();
  const closed = saver.close();
  await turn();
  expect(saves).toHaveLength(2);
  saves[1]?.end();
  await closed;
});

it("reports a save that fails", async () => {
  const { saver, saves, errors } = saverWith();
  saver.request();
  saves[0]?.end(new Error("full"));
  await turn();
  expect(errors).toEqual([new Error("full")]);
});
