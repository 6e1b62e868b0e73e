import { existsSync, mkdirSync, readdirSync, readFileSync, realpathSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { describe, expect, it, vi } from "vitest";
import { installScriptedKernel, notebookText } from "../support/notebooks.ts";
import { startTsnb, tsnb } from "../support/processes.ts";
import { scratch } from "../support/scratch.ts";
import { strictly } from "../support/strictly.ts";
import { withoutTypeChecks } from "../support/without-type-checks.ts";

withoutTypeChecks();

// `TSNB_KILL_RUNS` sets the number of runs to kill.
const KILLS = Number(process.env["TSNB_KILL_RUNS"] ?? 8);
const AT_ONCE = 4;
const LATEST_MS = 2500;

const line = `${"x".repeat(999)}\n`;
const CELLS = {
  script: JSON.stringify([["send", "stream", { name: "stdout", text: line.repeat(200) }]]),
  tsnb: `process.stdout.write(${JSON.stringify(line)}.repeat(200))`,
};
type Kernel = keyof typeof CELLS;

function project(kernel: Kernel) {
  const cwd = realpathSync(
    scratch({
      "x.ipynb": notebookText(
        Array.from({ length: 8 }, () => CELLS[kernel]),
        kernel,
      ),
    }),
  );
  installScriptedKernel(cwd, "script");
  const tmp = join(cwd, "tmp");
  mkdirSync(tmp);
  return { cwd, tmp, env: { JUPYTER_PATH: cwd, TMPDIR: tmp, TEMP: tmp, TMP: tmp } };
}

/** The processes whose TMPDIR, which children inherit, is this folder; none on systems other than Linux. */
function processesIn(folder: string): string[] {
  if (process.platform !== "linux") return [];
  return readdirSync("/proc").filter((id) => {
    try {
      return /^\d+$/.test(id) && readFileSync(`/proc/${id}/environ`, "utf8").includes(`TMPDIR=${folder}\0`);
    } catch {
      // The process has ended since the folder was listed.
      return false;
    }
  });
}

function isWhole(file: string): boolean {
  return strictly(file).cells.length === 8;
}

type Kill = { moment: number; kernel: Kernel; place: "--inplace" | "--out"; types: "report" | "off" };

async function kill({ moment, kernel, place, types }: Kill): Promise<void> {
  const { cwd, tmp, env } = project(kernel);
  const args = ["run", "x.ipynb", "--types", types, ...(place === "--out" ? ["--out", "out"] : ["--inplace"])];
  const run = startTsnb(args, { cwd, env });
  await Promise.race([delay(moment), run.ended]);
  run.child.kill("SIGKILL");
  await run.ended;
  const target = place === "--out" ? join(cwd, "out", "notebooks", "x.ipynb") : join(cwd, "x.ipynb");
  expect(isWhole(join(cwd, "x.ipynb"))).toBe(true);
  expect(!existsSync(target) || isWhole(target)).toBe(true);
  // Kernels check once a second that their parent still runs.
  await vi.waitFor(() => expect(processesIn(tmp)).toEqual([]), { timeout: 20_000, interval: 50 });
  expect((await tsnb(args, { cwd, env })).code).toBe(0);
  const left = [cwd, join(cwd, "out", "notebooks"), tmp].flatMap((folder) =>
    existsSync(folder) ? readdirSync(folder) : [],
  );
  expect(left.filter((name) => name.includes("tmp") && name !== "tmp")).toEqual([]);
  expect(readdirSync(tmp)).toEqual([]);
}

// Windows has no uncatchable signal.
describe.skipIf(process.platform === "win32")("tsnb run that is killed", () => {
  const kills = Array.from(
    { length: KILLS },
    (_, index): Kill => ({
      moment: Math.round(((index + Math.random()) / KILLS) * LATEST_MS),
      kernel: index % 2 === 0 ? "script" : "tsnb",
      place: index % 4 < 2 ? "--out" : "--inplace",
      types: index % 8 < 4 ? "report" : "off",
    }),
  );

  it(
    `at ${KILLS} random moments leaves whole notebooks, no process, and nothing that the next run does not remove`,
    async () => {
      const rest = [...kills];
      const work = async (): Promise<void> => {
        for (let next = rest.pop(); next !== undefined; next = rest.pop()) {
          try {
            await kill(next);
          } catch (cause) {
            throw new Error(`killed so: ${JSON.stringify(next)}`, { cause });
          }
        }
      };
      await Promise.all(Array.from({ length: AT_ONCE }, work));
      expect(rest).toEqual([]);
    },
    60_000 + KILLS * 10_000,
  );
});
