import { existsSync, readdirSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { expect, it } from "vitest";

const root = join(import.meta.dirname, "..", "..");

const pages = [
  ...readdirSync(root).filter((name) => name.endsWith(".md")),
  ...readdirSync(join(root, "docs")).flatMap((name) => (name.endsWith(".md") ? [`docs/${name}`] : [])),
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
