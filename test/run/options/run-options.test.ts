import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { OptionError } from "../../../src/run/setting-errors.ts";
import { type ListedOption, listRunOptions, runSettings } from "../../../src/run/options/run-options.ts";
import { packageRoot } from "../../../src/util/package-root.ts";

describe("the options of a run", () => {
  it("have defaults", () => {
    expect(runSettings({ timeout: 5 })).toMatchObject({ out: "out", timeout: 5, check: false });
  });

  it("are refused with name and value", () => {
    expect(() => runSettings({ timeout: -1 })).toThrow(
      'Reading the option "timeout": it is -1. It must be a number of seconds, 0 or more.',
    );
    const misspelt: object = { time: 3 };
    expect(() => runSettings(misspelt)).toThrow(OptionError);
  });

  it("take any time zone that kernels know, and no other", () => {
    for (const tz of [
      "UTC",
      "Europe/Athens",
      "EST5EDT",
      ":America/New_York",
      "<+03>-3",
      "CET-1CEST,M3.5.0,M10.5.0/3",
    ]) {
      expect(runSettings({ tz }).tz).toBe(tz);
    }
    expect(() => runSettings({ tz: "Europe/Athen" })).toThrow(
      'Reading the option "tz": it is "Europe/Athen". It must be a time zone, such as UTC or Europe/Athens.',
    );
  });

  // `npx vitest run test/run/options/run-options.test.ts -u` rewrites the tables in docs/run.md.
  it("are all in the documentation", async () => {
    const file = join(packageRoot(), "docs", "run.md");
    const mark = /(<!-- options -->\n)[^]*(<!-- end of options -->)/;
    const page = readFileSync(file, "utf8").replace(mark, (_, start: string, end: string) => start + tables() + end);
    await expect(page).toMatchFileSnapshot(file);
  });
});

function tables(): string {
  const options = listRunOptions();
  const groups = [...new Set(options.map(({ group }) => group))];
  return groups
    .map((group) => {
      const rows = options.filter((option) => option.group === group).map(rowOf);
      return `\n**${group}**\n\n| flag | option | | default |\n|---|---|---|---|\n${rows.join("\n")}\n`;
    })
    .join("");
}

function rowOf({ letter, flag, name, placeholder, help, fallback }: ListedOption): string {
  const value = placeholder === undefined ? "" : ` ${placeholder.toUpperCase()}`;
  const names = `${letter === undefined ? "" : `\`-${letter}\`, `}\`${flag}${value}\``;
  const isShown = placeholder !== undefined && ["string", "number"].includes(typeof fallback);
  const usual = isShown ? `\`${JSON.stringify(fallback).replaceAll('"', "")}\`` : "";
  return `| ${names} | \`${name}\` | ${help} | ${usual} |`;
}
