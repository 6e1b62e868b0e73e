import { expect, it } from "vitest";
import type { JsonObject } from "../../../src/jupyter/json.ts";
import { UnknownKernelError } from "../../../src/jupyter/kernelspec.ts";
import { NoKernelError } from "../../../src/run/errors/notebook-errors.ts";
import { chooseKernel } from "../../../src/run/plan/choose-kernel.ts";
import type { Transport } from "../../../src/run/transport/transport.ts";

function choose(metadata: JsonObject, installed: Readonly<Record<string, string>>) {
  const names = Object.keys(installed);
  const transport: Pick<Transport, "requireKernel" | "listKernels"> = {
    requireKernel: (name) => {
      return names.includes(name) ? Promise.resolve() : Promise.reject(new UnknownKernelError(name, names, []));
    },
    listKernels: () => Promise.resolve(names.map((name) => ({ name, language: installed[name] ?? "" }))),
  };
  return chooseKernel({ nbformat: 4, nbformat_minor: 5, metadata, cells: [] }, "x.ipynb", transport);
}

const named = (name: string, language?: string): JsonObject => ({
  kernelspec: { name, display_name: name, ...(language === undefined ? {} : { language }) },
});

it("is the notebook's", async () => {
  expect(await choose(named("b"), { a: "python", b: "python" })).toEqual({ name: "b" });
});

it.each([
  ["deno", named("deno"), "tsnb", "typescript"],
  ["jslab, which is not installed", named("jslab"), "tsnb", "javascript"],
  ["a name of conda's", named("conda-env-ml-py"), "python3", "python"],
  ["an unknown name with a language", named("ml", "python"), "python3", "python"],
  ["a language alone", { language_info: { name: "ts" } }, "tsnb", "typescript"],
])("for %s is another one for the language", async (_, metadata, name, language) => {
  const choice = await choose(metadata, {
    python3: "python",
    another: "python",
    tslab: "typescript",
    tsnb: "typescript",
  });
  expect(choice.name).toBe(name);
  expect(choice.notice).toContain(`it runs on "${name}", a kernel for its language, ${language}`);
});

it("is refused when there is no kernel for the language, or no language", async () => {
  await expect(choose(named("ir"), { tsnb: "typescript" })).rejects.toThrow(UnknownKernelError);
  await expect(choose(named("mine"), { tsnb: "typescript" })).rejects.toThrow(UnknownKernelError);
  await expect(choose({}, { tsnb: "typescript" })).rejects.toThrow(NoKernelError);
});
