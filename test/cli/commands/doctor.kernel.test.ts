import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { scratch } from "../../support/scratch.ts";
import { main, tsnb } from "../../support/processes.ts";

function place() {
  const cwd = scratch({});
  return {
    cwd,
    env: { JUPYTER_PATH: "", JUPYTER_DATA_DIR: join(cwd, "data"), VIRTUAL_ENV: "", CONDA_PREFIX: "", PATH: "" },
  };
}

it("starts the kernel of a kernelspec and finds no problem", async () => {
  const { cwd, env } = place();
  await tsnb(["kernel", "install"], { cwd, env });
  const { code, stdout } = await tsnb(["doctor"], { cwd, env });
  expect(stdout).toMatch(/Kernel "tsnb"\n[^]*start +ready in \d+ ms, 1 \+ 1 in \d+ ms/);
  expect(stdout).toMatch(/\nNo problems found\.\n$/);
  expect(stdout).toContain(`Node.js  ${process.version}`);
  expect(code).toBe(0);
});

it("starts the package's own kernel without a kernelspec, and reports other problems", async () => {
  const { cwd, env } = place();
  const folder = join(cwd, "data", "kernels", "broken");
  mkdirSync(folder, { recursive: true });
  const argv = [join(cwd, "gone", "node"), "kernel.js", "{connection_file}"];
  writeFileSync(join(folder, "kernel.json"), JSON.stringify({ argv, display_name: "Broken", language: "typescript" }));
  const { code, stdout } = await tsnb(["doctor", "--json"], { cwd, env });
  expect(code).toBe(1);
  const { bundled, problems } = JSON.parse(stdout);
  expect(bundled.readyMs).toBeGreaterThan(0);
  expect(problems).toEqual([
    { what: expect.stringContaining("gone"), fix: `Install that kernel again, or remove ${folder}` },
  ]);
  expect(existsSync(folder)).toBe(true);
});

// On Windows, the extension of a file makes it executable.
it.skipIf(process.platform === "win32")("finds tsnb's kernelspec under any name", async () => {
  const { cwd, env } = place();
  await tsnb(["kernel", "install"], { cwd, env });
  const file = join(cwd, "data", "kernels", "tsnb", "kernel.json");
  const spec = JSON.parse(readFileSync(file, "utf8"));
  const doctor = async (program: string) => {
    writeFileSync(file, JSON.stringify({ ...spec, argv: [program, ...spec.argv.slice(1)] }));
    const { code, stdout } = await tsnb(["doctor", "--json"], { cwd, env });
    const { kernels, problems } = JSON.parse(stdout);
    return { code, problems, start: kernels[0].start };
  };
  symlinkSync(process.execPath, join(cwd, "runtime"));
  writeFileSync(join(cwd, "other"), "#!/bin/sh\necho other 1.0\n", { mode: 0o755 });
  expect(await doctor(join(cwd, "runtime"))).toMatchObject({
    code: 0,
    problems: [],
    start: { readyMs: expect.any(Number) },
  });
  expect(await doctor(join(cwd, "other"))).toEqual({
    code: 1,
    problems: [
      {
        what: `The kernel "tsnb" starts ${join(cwd, "other")}, but it is not Node.js: with --version, it printed "other 1.0"`,
        fix: expect.stringContaining("tsnb kernel install"),
      },
    ],
    start: undefined,
  });
});

// Windows does not delete the working directory of a process.
it.skipIf(process.platform === "win32").each([["doctor"], ["run", "notebook.ipynb"]])(
  "reports a deleted working directory in one line: %s",
  (...args) => {
    const script = 'rmdir "$PWD" && exec "$0" "$@"';
    const command = ["-c", script, process.execPath, main, ...args];
    const { status, stderr } = spawnSync("sh", command, { cwd: scratch(), encoding: "utf8" });
    expect(stderr).toBe(
      "tsnb: Looking at the current folder: it was deleted or moved. Change to a folder that exists, and start tsnb again.\n",
    );
    expect(status).toBe(1);
  },
);
