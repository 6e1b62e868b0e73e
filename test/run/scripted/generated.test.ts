import { rmSync } from "node:fs";
import { basename, join } from "node:path";
import { array, assert, asyncProperty } from "fast-check";
import { afterEach, expect, it, vi } from "vitest";
import { runNotebooks } from "../../../src/run/index.ts";
import { fuzz } from "../../support/fuzz.ts";
import { installScriptedKernel, notebookText, outputsOf } from "../../support/notebooks.ts";
import { scratch } from "../../support/scratch.ts";
import { strictly } from "../../support/strictly.ts";
import { conversations, outputsAfter, scriptOf } from "../support/generated-conversations.ts";

vi.mock("../../../src/run/transport/kernel-process.ts", () => import("../support/scripted-channel.ts"));
vi.mock("../../../src/jupyter/client-channels.ts", () => import("../support/scripted-channel.ts"));

afterEach(() => vi.unstubAllEnvs());

const AT_ONCE = 20;
const MINUTES = 60_000;

it(
  "keeps messages in any order: nothing is lost, nothing is invalid",
  async () => {
    const home = scratch();
    installScriptedKernel(home, "script");
    vi.stubEnv("JUPYTER_PATH", home);
    const batch = array(conversations, { minLength: AT_ONCE, maxLength: AT_ONCE, size: "max" });
    await assert(
      asyncProperty(batch, async (all) => {
        const texts = all.map((talks) =>
          notebookText(
            talks.map((talk, at) => JSON.stringify(scriptOf(talk, at))),
            "script",
          ),
        );
        const folder = scratch(Object.fromEntries(texts.map((text, index) => [`${index}.ipynb`, text])));
        const { notebooks } = await runNotebooks([folder], {
          out: join(folder, "out"),
          jobs: AT_ONCE,
          allowErrors: true,
        });
        expect(notebooks).toHaveLength(all.length);
        for (const { source, target, status, error } of notebooks) {
          expect({ status, error }).toEqual({ status: "passed", error: undefined });
          const talks = all[Number(basename(source, ".ipynb"))] ?? [];
          expect(outputsOf(strictly(target))).toEqual(outputsAfter(talks));
        }
        rmSync(folder, { recursive: true });
      }),
      fuzz(100, AT_ONCE),
    );
  },
  20 * MINUTES,
);
