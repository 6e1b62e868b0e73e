import { existsSync, readdirSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { expect, it } from "vitest";

const root = join(import.meta.dirname, "..", "..");

const pages = [
  ...readdirSync(root).filter((name) => name.endsWith(".md")),
  ...readdirSync(join(root, "docs")).flatMap((name) => (name.endsWith(".md") ? [`docs/${name}`] : [])),
  ...["docs/gallery", "bench", "data", "examples"].map((folder) => `${folder}/README.md`),
];

const rooms = readdirSync(join(root, "src"));

it.each(pages)("%s names only files that exist", (page) => {
  const text = readFileSync(join(root, page), "utf8");
  const links = [...text.matchAll(/\]\((?![a-z]+:|#)([^)#\s]+)[^)]*\)/g)].map(([, link = ""]) => link);
  const broken = links.filter((link) => !existsSync(join(root, dirname(page), link)));
  const named = [...text.matchAll(/`((?:[\w.-]+\/)+[\w.-]*\.[cm]?[jt]s)`/g)].map(([, path = ""]) => path);
  const missing = named.filter((path) => {
    const inSource = rooms.includes(path.split("/")[0] ?? "") && !path.startsWith("src/");
    return !existsSync(join(root, inSource ? "src" : "", path));
  });
  expect([...broken, ...missing]).toEqual([]);
});

it.each(pages)("%s links only to headings that exist", (page) => {
  const links = [...readFileSync(join(root, page), "utf8").matchAll(/\]\(([\w./-]*)#([^)\s]+)\)/g)];
  const broken = links.filter(([, path = "", anchor = ""]) => {
    const target = path === "" ? join(root, page) : join(root, dirname(page), path);
    return target.endsWith(".md") && !anchorsOf(readFileSync(target, "utf8")).includes(anchor);
  });
  expect(broken.map(([link]) => link)).toEqual([]);
});

it("finds every room in the table of docs/architecture.md", () => {
  const table = /\| room \| concern \|\n(?:\|.*\n)+/.exec(readFileSync(join(root, "docs", "architecture.md"), "utf8"));
  const listed = [...(table?.[0] ?? "").matchAll(/^\| `(\w+)` \|/gm)];
  expect(listed.map(([, room = ""]) => room).toSorted()).toEqual(rooms.toSorted());
});

it("finds every folder of the kernel in the table of docs/architecture.md", () => {
  const table = /\| folder \| runs in \|\n(?:\|.*\n)+/.exec(
    readFileSync(join(root, "docs", "architecture.md"), "utf8"),
  );
  const listed = [...(table?.[0] ?? "").matchAll(/`([\w-]+)\/`/g)].map(([, folder = ""]) => folder);
  const entries = readdirSync(join(root, "src", "kernel"), { withFileTypes: true });
  const folders = entries.filter((entry) => entry.isDirectory()).map(({ name }) => name);
  expect(listed.toSorted()).toEqual(folders.toSorted());
});

// As GitHub makes them: a heading's text without punctuation, with hyphens for spaces.
function anchorsOf(markdown: string): readonly string[] {
  const headings = [...markdown.replaceAll(/^```[^]*?^```/gm, "").matchAll(/^#+ (.+)$/gm)];
  return headings.map(([, text = ""]) =>
    text
      .toLowerCase()
      .replaceAll(/[^\p{L}\p{N}\s_-]/gu, "")
      .trim()
      .replaceAll(" ", "-"),
  );
}
