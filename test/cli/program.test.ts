import { readFileSync } from "node:fs";
import { expect, it } from "vitest";
import { listReportOptions } from "../../src/report/report-options.ts";
import { listRunOptions } from "../../src/run/options/run-options.ts";
import { tsnb } from "../support/command.ts";
import { program } from "../../src/cli/program.ts";

it("prints its version and lists every command without loading any", async () => {
  const cli = await program(["--help"]);
  const about: unknown = JSON.parse(readFileSync(new URL("../../package.json", import.meta.url), "utf8"));
  expect(about).toHaveProperty("version", cli.version());
  expect(cli.commands.map((command) => command.name())).toEqual(expect.arrayContaining(["run", "data", "kernel"]));
  for (const command of cli.commands) expect(command.options).toEqual([]);
});

it("prints the help that the build has written, which a terminal of 80 columns shows whole", async () => {
  const cli = await program(["--help"]);
  cli.configureOutput({ getOutHelpWidth: () => 1000 });
  const help = cli.helpInformation();
  for (const line of help.split("\n")) expect(line.length).toBeLessThan(80);
  for (const flag of ["--help", "-h"])
    expect(tsnb([flag], { cwd: "." })).toEqual({ status: 0, stdout: help, stderr: "" });
});

it("loads the command that is called", async () => {
  const cli = await program(["run", "x.ipynb"]);
  const run = cli.commands.find((command) => command.name() === "run");
  expect(run?.options.map(({ long }) => long)).toEqual(
    expect.arrayContaining([...listRunOptions(), ...listReportOptions()].map(({ flag }) => flag)),
  );
});
