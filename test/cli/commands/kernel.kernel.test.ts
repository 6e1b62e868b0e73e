import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, it } from "vitest";
import { tsnb } from "../../support/processes.ts";

const root = mkdtempSync(join(tmpdir(), "tsnb-install-"));
afterAll(() => rmSync(root, { recursive: true }));

function script(name: string, text: string, mode = 0o755): string {
  const file = join(root, name);
  writeFileSync(file, `#!/bin/sh\n${text}\n`, { mode });
  return file;
}

const OLD = script("node18", "echo v18.20.8");

const BAD: [what: string, node: string, got: RegExp][] = [
  ["nothing", join(root, "absent"), /it does not exist/],
  ["a folder", root, /it is not a file/],
  ["a file that is not executable", script("plain", "echo v24.1.0", 0o644), /it is not executable/],
  ["another program", script("deno", "echo deno 2.1.0"), /it is not Node\.js: with --version, it printed "deno 2/],
  ["a program that says nothing", script("silent", ""), /with --version, it printed ""/],
  ["a program that fails", script("failing", "exit 3"), /with --version, it ended with exit code 3/],
  ["a program that hangs", script("hanging", "exec sleep 300"), /with --version, it did not answer within 10 s/],
  ["a Node.js that is too old", OLD, /Node\.js v18\.20\.8 is too old for the kernel/],
];

// Windows does not run sh scripts.
describe.skipIf(process.platform === "win32")("tsnb kernel install --node", () => {
  it.concurrent.for(BAD.flatMap((row) => [["tsnb", ...row] as const, ["tslab", ...row] as const]))(
    "installs no %s that would start %s",
    async ([kernel, what, node, got], { expect }) => {
      const prefix = join(root, `${kernel} ${what}`);
      const folder = join(prefix, "share", "jupyter", "kernels", kernel);
      mkdirSync(folder, { recursive: true });
      writeFileSync(join(folder, "kernel.json"), "as it was");
      const options = kernel === "tslab" ? ["--tslab"] : [];
      const args = ["kernel", "install", ...options, "--prefix", prefix, "--node", node];
      const { code, stdout, stderr } = await tsnb(args, { cwd: root });
      expect({ code, stdout }).toEqual({ code: 1, stdout: "" });
      expect(stderr).toMatch(new RegExp(`^tsnb: Looking for Node\\.js at [^\n]*${got.source}[^\n]*20\\.19[^\n]*\n$`));
      expect(readdirSync(folder)).toEqual(["kernel.json"]);
      expect(readFileSync(join(folder, "kernel.json"), "utf8")).toBe("as it was");
    },
  );
});
