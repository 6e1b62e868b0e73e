import pl from "nodejs-polars";
import { afterEach, describe, expect, it, vi } from "vitest";
import { check, ExerciseNameError, exercises, NotYetError } from "../../../src/lesson/exercises/check.ts";
import { judge } from "../../../src/lesson/exercises/judge.ts";
import { CHECK_TYPE, Verdict } from "../../../src/lesson/exercises/verdict.ts";
import { bundle } from "../../../src/display/bundle.ts";

afterEach(() => {
  vi.unstubAllEnvs();
  vi.restoreAllMocks();
});

/** The right answers by exercise, worked out by hand from the tables or counted in them with other tools. */
const answers: Record<string, number | string> = {
  "size-column": "img_size",
  "train-rows": 172,
  "only-inference": 2,
  "suspects-infer": 0,
  "subset-384": 6,
  "frontier-transformers": 14,
  "i9-rows": 346,
  "margin-v2": 0.849,
  "small-and-quick": "edgenext_small.usi_in1k",
  "most-gain": "resnet18.a1_in1k",
  "frontier-2-ms": 0.802,
};

function exercise(name: string) {
  const found = exercises.find((one) => one.name === name);
  if (found === undefined) throw new Error(name);
  return found;
}

it("has an answer to check for every exercise", () => {
  expect(exercises.map(({ name }) => name)).toEqual(Object.keys(answers));
});

describe.each(exercises.map((one) => [one.name, one] as const))("the exercise %s", (name, one) => {
  it("accepts the right answer", async () => {
    expect(await judge(one, answers[name])).toEqual(new Verdict(name, "right"));
  });

  it("explains each known mistake, and never gives the answer", async () => {
    const { right, mistakes } = await one.answer();
    expect(mistakes.length).toBeGreaterThan(0);
    for (const [value, why] of mistakes) {
      const verdict = await judge(one, value);
      expect([verdict.result, verdict.why]).toEqual(["wrong", mistakes.find(([other]) => other === value)?.[1]]);
      expect(` ${why} ${one.advice} `).not.toMatch(new RegExp(`[\\s\`"]${right}[\\s\`".,;:]`));
    }
  });

  it("gives advice for any other value of its kind", async () => {
    const verdict = await judge(one, typeof answers[name] === "number" ? -12345 : "no such thing");
    expect(verdict).toEqual(new Verdict(name, "wrong", `that is not it. ${one.advice}`));
  });

  it("distinguishes a missing answer from a wrong one", async () => {
    expect(await judge(one, undefined)).toEqual(new Verdict(name, "missing"));
    expect(await judge(one, null)).toEqual(new Verdict(name, "missing"));
  });
});

describe("an answer of another kind", () => {
  it.each([
    [Promise.resolve(172), "a promise: put `await` before it"],
    ["172", 'the string "172"'],
    [pl.DataFrame({ a: [1] }), "an object, such as a table or a row"],
    [[172], "an array"],
    [true, "true"],
    [() => 172, "a function: call it"],
  ])("is named: %o", async (value, kind) => {
    expect((await judge(exercise("train-rows"), value)).why).toContain(`the answer is a number, and this is ${kind}`);
  });

  it("is a number where a name is asked for", async () => {
    expect((await judge(exercise("most-gain"), 1.66)).why).toContain("the answer is a string, and this is a number");
  });

  it("can be a bigint, or have surrounding spaces", async () => {
    expect((await judge(exercise("train-rows"), 172n)).result).toBe("right");
    expect((await judge(exercise("size-column"), " img_size\n")).result).toBe("right");
  });

  it("can be NaN", async () => {
    expect((await judge(exercise("train-rows"), Number.NaN)).why).toContain("this is NaN, which is not a number");
  });
});

describe("check", () => {
  it("shows the verdict for people and for graders", async () => {
    const { data } = await bundle(await judge(exercise("train-rows"), 165));
    expect(data).toEqual({
      [CHECK_TYPE]: { exercise: "train-rows", result: "wrong", why: "That is the table of inference." },
      "text/markdown": "○ **Not yet:** That is the table of inference.",
      "text/plain": "Not yet: That is the table of inference.",
    });
    expect((await bundle(new Verdict("a", "right"))).data["text/markdown"]).toBe("✓ **Right.**");
    expect((await bundle(new Verdict("a", "missing"))).data["text/markdown"]).toBe("○ **No answer yet.**");
  });

  it("prints it in a script, and does not throw", async () => {
    const written: string[] = [];
    vi.spyOn(process.stdout, "write").mockImplementation((text) => written.push(String(text)) > 0);
    await check("train-rows", 165);
    await check("train-rows", 172);
    expect(written).toEqual(["Not yet: That is the table of inference.\n", "Right.\n"]);
  });

  it("throws under nbgrader, which counts a cell as right unless it fails", async () => {
    vi.spyOn(process.stdout, "write").mockImplementation(() => true);
    vi.stubEnv("NBGRADER_EXECUTION", "autograde");
    await expect(check("train-rows", 165)).rejects.toThrow(NotYetError);
    await expect(check("train-rows", undefined)).rejects.toThrow(/there is no answer/);
    await check("train-rows", 172);
  });

  it("lists the exercises for a misspelt name", async () => {
    await expect(check("train-row", 172)).rejects.toThrow(ExerciseNameError);
    await expect(check("train-row", 172)).rejects.toThrow(/has no exercise of this name.*train-rows/);
  });
});
