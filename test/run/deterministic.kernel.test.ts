import { readFileSync, realpathSync } from "node:fs";
import { join } from "node:path";
import { expect, it, vi } from "vitest";
import { type NotebookResult, type RunOptions, runNotebooks } from "../../src/run/index.ts";
import { type CellSource, installScriptedKernel, notebookText, outputsOf, streamOf } from "../support/notebooks.ts";
import { scratch } from "../support/scratch.ts";
import { withoutTypeChecks } from "../support/without-type-checks.ts";

withoutTypeChecks();

async function run(folder: string, options: RunOptions = {}): Promise<NotebookResult> {
  const { notebooks } = await runNotebooks([join(folder, "x.ipynb")], { out: join(folder, "out"), ...options });
  const [result] = notebooks;
  if (result === undefined) throw new Error("no result");
  return result;
}

async function printed(cells: readonly CellSource[], options: RunOptions = {}, files: Record<string, string> = {}) {
  const folder = realpathSync(scratch({ ...files, "x.ipynb": notebookText(cells, "tsnb") }));
  const { notebook, error } = await run(folder, options);
  if (notebook === undefined || error !== undefined) throw new Error(String(error));
  return streamOf(notebook);
}

const FIXED: RunOptions = { deterministic: true };

it("starts the clock at a fixed time, and each cell a minute later", async () => {
  const cells = [
    "console.log(new Date().toISOString(), Date.now(), Date(), performance.now(), process.hrtime()[0])",
    "console.log(new Date(0).getTime(), new Date(2020, 1, 3).getDate(), new Date() instanceof Date, Date.name)",
    "class Day extends Date {}; console.log(new Day().toISOString(), new Date().constructor === Date)",
    'const format = new Intl.DateTimeFormat("en"); console.log(format.format(), format.formatToParts()[4].value)',
    'console.time("t"); console.timeEnd("t"); console.log(process.uptime(), process.hrtime.bigint())',
  ];
  expect(await printed(cells, FIXED)).toEqual([
    "2025-01-01T00:01:00.000Z 1735689660001 Wed Jan 01 2025 00:01:00 GMT+0000 (Coordinated Universal Time) 60003 60\n",
    "0 3 true Date\n",
    "2025-01-01T00:03:00.000Z true\n",
    "1/1/2025 2025\n",
    "t: 1ms\n300.002 300003000000n\n",
  ]);
});

it.skipIf(!("Temporal" in globalThis))("starts the clock of Temporal at the same time", async () => {
  const cells = [
    `// @ts-nocheck
     const { Now } = Temporal;
     console.log(String(Now.instant()), String(Now.plainDateISO()), String(Now.plainTimeISO("Asia/Tokyo")));
     console.log(String(Now.zonedDateTimeISO()), String(Now.plainDateTimeISO()));`,
  ];
  expect(await printed(cells, FIXED)).toEqual([
    "2025-01-01T00:01:00Z 2025-01-01 09:01:00.002\n2025-01-01T00:01:00.003+00:00[UTC] 2025-01-01T00:01:00.004\n",
  ]);
});

it("starts the clock at SOURCE_DATE_EPOCH", async () => {
  const options = { ...FIXED, env: { SOURCE_DATE_EPOCH: "86400" } };
  expect(await printed(["console.log(new Date().toISOString())"], options)).toEqual(["1970-01-02T00:01:00.000Z\n"]);
});

it("advances the clock by the delays of timers", async () => {
  const cells = [
    `import { scheduler, setInterval as ticks, setTimeout as sleep } from "node:timers/promises";
     import { promisify } from "node:util";
     let last = Date.now();
     const lap = () => { const now = Date.now(); const taken = now - last; last = now; return taken; };
     await new Promise((resolve) => setTimeout(resolve, 40));
     console.log(lap());
     console.log(await sleep(30, "value"), lap());
     await promisify(setTimeout)(20);
     console.log(lap());
     await scheduler.wait(10);
     console.log(lap());`,
    `let count = 0;
     await new Promise<void>((resolve) => {
       const timer = setInterval((step: number) => { count += step; if (count === 6) resolve(clearInterval(timer)); }, 15, 2);
     });
     console.log(lap());
     for await (const tick of ticks(12, "tick")) { count += 1; if (count === 8) break; }
     console.log(lap());`,
    // A loop that polls the clock ends.
    "const begun = performance.now(); while (performance.now() - begun < 500); console.log(lap())",
    `setTimeout(function (this: NodeJS.Timeout, ...given: number[]) { console.log(given, typeof this.ref); }, 1, 1, 2);
     await sleep(20);
     try { Reflect.apply(setTimeout, undefined, ["text"]); } catch (error) { console.log((error as NodeJS.ErrnoException).code); }`,
  ];
  expect(await printed(cells, FIXED)).toEqual([
    "41\nvalue 31\n21\n11\n",
    // Cell n begins n minutes after the start, so the first lap of cell 2 begins in cell 1.
    expect.stringMatching(/^\d+\n25\n$/),
    expect.stringMatching(/^\d+\n$/),
    "[ 1, 2 ] function\nERR_INVALID_ARG_TYPE\n",
  ]);
});

const RANDOM = [
  "console.log(Math.random(), Math.random())",
  `import { getRandomValues, randomBytes, randomFillSync, randomInt, randomUUID } from "node:crypto";
   console.log(randomUUID(), crypto.randomUUID(), randomInt(6), randomInt(10, 12));
   console.log(randomBytes(4), randomFillSync(new Uint16Array(3), 1, 1), getRandomValues(new Uint8Array(3)));
   console.log(crypto.getRandomValues(new Uint32Array(1)));
   const later = [1, 2, 3].map((size) => new Promise((resolve) => randomBytes(size, (_, bytes) => resolve(bytes))));
   console.log(await Promise.all(later));
   try { randomBytes(-1); } catch (error) { console.log((error as NodeJS.ErrnoException).code); }`,
];

it("draws the same random numbers, bytes and ids from a seed, and others from another seed", async () => {
  const [first, second, other] = await Promise.all([
    printed(RANDOM, FIXED),
    printed(RANDOM, FIXED),
    printed(RANDOM, { ...FIXED, seed: 2 }),
  ]);
  expect(first[0]).toBe("0.08999026991688586 0.24397234759355368\n");
  const uuid = "[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}";
  expect(first[1]).toMatch(new RegExp(`^${uuid} ${uuid} [0-5] 1[01]\n`));
  expect(first[1]).toMatch(/Uint16Array\(3\) \[ 0, \d+, 0 \]/);
  expect(first[1]).toMatch(/ERR_OUT_OF_RANGE\n$/);
  expect(second).toEqual(first);
  expect(other[0]).not.toBe(first[0]);
  expect(other[1]).not.toBe(first[1]);
});

it("draws numbers in a cell independently of earlier cells", async () => {
  const [plain, drawn] = await Promise.all([
    printed(["1", RANDOM[0] ?? ""], FIXED),
    printed(["Math.random()", RANDOM[0] ?? ""], FIXED),
  ]);
  expect(plain[1]).toBe(drawn[1]);
});

it("sorts the entries of directories", async () => {
  const files = { "d/b": "", "d/a": "", "d/C": "", "d/é": "", "d/sub/z": "", "d/sub/y": "" };
  const cells = [
    `import { opendirSync, promises, readdir, readdirSync } from "node:fs";
     import { opendir } from "node:fs/promises";
     import { promisify } from "node:util";
     const names: string[] = [];
     for await (const { name } of await opendir("d")) names.push(name);
     console.log(names.join());
     const dir = opendirSync("d");
     console.log(dir.readSync()?.name, (await dir.read())?.name, await promisify(dir.read.bind(dir))().then((entry) => (entry as { name: string }).name));
     dir.closeSync();
     try { dir.readSync(); } catch (error) { console.log((error as NodeJS.ErrnoException).code); }`,
    `console.log(readdirSync("d").join(), readdirSync("d", { withFileTypes: true }).map(({ name }) => name).join());
     console.log((await promises.readdir("d", { recursive: true })).join());
     console.log((await promisify(readdir)("d")).join());
     readdir("none", (error) => console.log(error?.code));
     console.log(readdirSync("d", "buffer").map(String).join());
     await new Promise((resolve) => setTimeout(resolve, 20));`,
  ];
  const sorted = "C,a,b,sub,é";
  const separator = process.platform === "win32" ? "\\" : "/";
  expect(await printed(cells, FIXED, files)).toEqual([
    `${sorted}\nC a b\nERR_DIR_CLOSED\n`,
    `${sorted} ${sorted}\nC,a,b,sub,sub${separator}y,sub${separator}z,é\n${sorted}\n${sorted}\nENOENT\n`,
  ]);
});

it("fixes worker threads and forked processes, with random numbers apart in each thread", async () => {
  const files = {
    "say.ts": `import { parentPort } from "node:worker_threads";
      const said: string = Date.now() + " " + Math.random() + " " + new Date().getTimezoneOffset();
      if (parentPort) parentPort.postMessage(said); else process.send?.(said);`,
  };
  const cells = [
    `import { fork } from "node:child_process";
     import { once } from "node:events";
     import { Worker } from "node:worker_threads";
     const [one] = await once(new Worker(new URL("say.ts", import.meta.url)), "message");
     const [two] = await once(new Worker(new URL("say.ts", import.meta.url)), "message");
     const [forked] = await once(fork("say.ts"), "message");
     console.log(JSON.stringify([one, two, forked]));`,
  ];
  const [[first = ""], [second]] = await Promise.all([printed(cells, FIXED, files), printed(cells, FIXED, files)]);
  expect(second).toBe(first);
  const said: unknown = JSON.parse(first);
  expect(said).toEqual([0, 1, 2].map(() => expect.stringMatching(/^1735689600000 0\.\d+ 0$/)));
  expect(new Set(Array.isArray(said) ? said : []).size).toBe(3);
});

it("sets the time zone and the locale by default", async () => {
  vi.stubEnv("TZ", "Asia/Tokyo");
  vi.stubEnv("LC_ALL", "de_DE.UTF-8");
  const cells = [
    "console.log(new Date(0).getHours(), (1234.5).toLocaleString(), Intl.DateTimeFormat().resolvedOptions().locale)",
  ];
  expect(await printed(cells, FIXED)).toEqual(["0 1,234.5 en-US\n"]);
  const told = { ...FIXED, tz: "Asia/Kolkata", env: { LC_ALL: "fr_FR.UTF-8" } };
  expect(await printed(cells, told)).toEqual(["5 1\u202f234,5 fr-FR\n"]);
});

it("makes --verify pass where it fails without", async () => {
  const source = "console.log(Date.now(), Math.random(), crypto.randomUUID(), performance.now())";
  const folder = realpathSync(scratch({ "x.ipynb": notebookText([source], "tsnb") }));
  expect((await run(folder, { verify: true })).error).toMatchObject({ name: "NotRepeatableError", place: { cell: 1 } });
  expect(await run(folder, { verify: true, ...FIXED })).toMatchObject({ status: "passed", error: undefined });
});

it("keeps the kernel's own clock, by which %timeit measures", async () => {
  const [text] = await printed(['%timeit "abc".repeat(100).split("")'], FIXED);
  expect(text).toMatch(/^[\d.]+ .?s ± [\d.]+ .?s per loop/);
});

/** The text of a notebook with a seed in its metadata. */
function seeded(seed: unknown): string {
  const notebook: Record<string, unknown> = JSON.parse(notebookText([RANDOM[0] ?? ""], "tsnb"));
  return JSON.stringify({ ...notebook, metadata: { ...Object(notebook["metadata"]), tsnb: { seed } } });
}

it("is enabled by a notebook's metadata, and stores the seed in its record", async () => {
  const folder = realpathSync(scratch({ "x.ipynb": seeded(1) }));
  const { notebook } = await run(folder, { record: true });
  expect(notebook && streamOf(notebook)).toEqual(["0.08999026991688586 0.24397234759355368\n"]);
  const written: unknown = JSON.parse(readFileSync(join(folder, "out/notebooks/x.ipynb"), "utf8"));
  expect(written).toMatchObject({ metadata: { papermill: { environment_variables: { TSNB_SEED: "1" } } } });

  const wrong = realpathSync(scratch({ "x.ipynb": seeded(-1) }));
  expect((await run(wrong)).error?.message).toBe(
    `Reading the metadata "tsnb.seed" of ${join(wrong, "x.ipynb")}: it is -1. Write a whole number from 0 to 4294967295, or remove it.`,
  );
});

it("reports the parts that it cannot fix on another kernel", async () => {
  const names = ["TZ", "LC_ALL", "PYTHONHASHSEED", "SOURCE_DATE_EPOCH", "TSNB_SEED"];
  const source = JSON.stringify(names.map((name) => ["env", name]));
  const folder = realpathSync(scratch({ "x.ipynb": notebookText([source], "script") }));
  installScriptedKernel(folder, "script", [], { language: "python" });
  vi.stubEnv("JUPYTER_PATH", folder);
  const { notebook, notices } = await run(folder, { ...FIXED, seed: 7 });
  expect(notices).toEqual([
    'the kernel "script" keeps its own clock, random numbers and order of directories: only the time zone and locale are fixed, and PYTHONHASHSEED',
  ]);
  const [outputs = []] = notebook ? outputsOf(notebook) : [];
  expect(outputs.map((output) => ("text" in output ? output.text : ""))).toEqual(["UTCC.UTF-8717356896007"]);
});

it("refuses a seed without --deterministic, and one that Python does not take", async () => {
  const folder = realpathSync(scratch({ "x.ipynb": notebookText(["1"], "tsnb") }));
  await expect(run(folder, { seed: 1 })).rejects.toThrow(
    'Reading the option "seed": it has no effect without --deterministic.',
  );
  await expect(run(folder, { ...FIXED, seed: 2 ** 32 })).rejects.toThrow(
    "It must be a whole number from 0 to 4294967295.",
  );
});
