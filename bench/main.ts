import { mkdtemp, rm } from "node:fs/promises";
import { cpus, tmpdir, totalmem } from "node:os";
import { join } from "node:path";
import { benchCache } from "./cache.ts";
import { benchCheck } from "./check.ts";
import { benchCommands } from "./commands.ts";
import { benchKernels } from "./kernels.ts";
import { benchLargeTables } from "./large-tables.ts";
import { benchLargeNotebooks } from "./large-notebooks.ts";
import { benchLesson } from "./lesson.ts";
import { benchLive } from "./live.ts";
import { benchMany } from "./many.ts";
import { benchRemote } from "./remote.ts";
import { benchRun } from "./run.ts";
import { benchStart } from "./start.ts";
import { benchTable } from "./table.ts";
import { benchThousand } from "./thousand.ts";

const ROUNDS = 7;
const DANFO_SECONDS = Number(process.env["TSNB_BENCH_DANFO_SECONDS"] ?? 300);

const wanted = process.argv.slice(2);
const scratch = await mkdtemp(join(tmpdir(), "tsnb-bench-"));
const sections: Record<string, () => Promise<string>> = {
  lesson: () =>
    benchLesson(process.env["TIMM_RESULTS"] ?? join(import.meta.dirname, "..", "..", "data", "2022-07"), ROUNDS),
  large: () => benchLargeTables(scratch, ROUNDS, DANFO_SECONDS),
  "large-notebooks": () => benchLargeNotebooks(scratch, 3),
  start: () => benchStart(scratch, ROUNDS),
  table: () => benchTable(ROUNDS),
  cache: () => benchCache(scratch, ROUNDS),
  check: () => benchCheck(scratch, ROUNDS),
  commands: () => benchCommands(scratch, ROUNDS),
  run: () => benchRun(scratch, ROUNDS),
  many: () => benchMany(scratch, ROUNDS),
  remote: () => benchRemote(scratch, 3),
  thousand: () => benchThousand(scratch),
  live: () => benchLive(ROUNDS * 5),
  kernels: () => benchKernels(scratch, ROUNDS),
};

try {
  const cpu = cpus();
  console.log(
    `Node ${process.version}, ${process.platform} ${process.arch}, ${cpu.length} cores (${cpu[0]?.model}), ${Math.round(totalmem() / 2 ** 30)} GiB\n`,
  );
  for (const [name, bench] of Object.entries(sections)) {
    if (wanted.length === 0 || wanted.includes(name)) console.log(`${await bench()}\n`);
  }
} finally {
  await rm(scratch, { recursive: true, force: true });
}
