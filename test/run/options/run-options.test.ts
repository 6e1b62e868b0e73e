import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { OptionError } from "../../../src/run/errors/setting-errors.ts";
import type { ListedOption } from "../../../src/run/options/option-listing.ts";
import { listRunOptions, runSettings } from "../../../src/run/options/run-options.ts";
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
    const known =
      "UTC Europe/Athens EST5EDT :America/New_York Asia/Calcutta Asia/Kolkata US/East-Indiana GB-Eire Etc/GMT+5 PRC XXX-3 GMT GB NZ-CHAT Australia/ACT Zulu";
    for (const tz of known.split(" ")) expect(runSettings({ tz }).tz).toBe(tz);
    // Node.js takes UTC for all of these.
    const unknown = ["Europe/Athen", "+03:00", "-3", "<+03>-3", "CET-1CEST,M3.5.0,M10.5.0/3"];
    for (const tz of unknown) {
      expect(() => runSettings({ tz })).toThrow(
        `Reading the option "tz": it is "${tz}". It must be a time zone, such as UTC or Europe/Athens. The options`,
      );
    }
  });

  it.each([
    ["europe/athens", "Europe/Athens"],
    ["EUROPE/ATHENS", "Europe/Athens"],
    ["asia/calcutta", "Asia/Calcutta"],
    ["us/pacific", "America/Los_Angeles"],
    [":america/new_york", "America/New_York"],
    ["est5edt", "America/New_York"],
    ["EIRE", "Europe/Dublin"],
    ["Gb", "Europe/London"],
    ["US/PACIFIC", "America/Los_Angeles"],
    ["Asia/CALCUTTA", "Asia/Calcutta"],
    ["Australia/Act", "Australia/Sydney"],
  ])("correct the time zone %s, under which kernels would have another time", (tz, right) => {
    expect(() => runSettings({ tz })).toThrow(`Kernels would have another time under this name; write ${right}.`);
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
