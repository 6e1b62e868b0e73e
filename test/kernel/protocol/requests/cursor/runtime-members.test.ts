import { expect, test } from "vitest";
import { memberQuestion, proposedMembers } from "../../../../../src/kernel/protocol/requests/cursor/runtime-members.ts";

test.for([
  ["¦", { owner: "", prefix: "" }],
  ["pt¦", { owner: "", prefix: "pt" }],
  ["f(pt¦", { owner: "", prefix: "pt" }],
  ["pt.he¦", { owner: "pt", prefix: "he" }],
  ["[...pt.he¦", { owner: "pt", prefix: "he" }],
  ["[...p¦", { owner: "", prefix: "p" }],
  ["pt?.he¦", { owner: "pt", prefix: "he" }],
  ["pt\n  .he¦", { owner: "pt", prefix: "he" }],
  ['a[0]["b c"].d.¦', { owner: 'a[0]["b c"].d', prefix: "" }],
  ["`${pt.he¦}`", { owner: "pt", prefix: "he" }],
  ['df["mo¦"]', { owner: "df", quote: '"', prefix: "mo" }],
  ["a.df['mo¦", { owner: "a.df", quote: "'", prefix: "mo" }],
  ["// pt.¦", undefined],
  ["/* pt.¦ */", undefined],
  ["'pt.¦'", undefined],
  ["`pt.¦`", undefined],
  ["/pt.¦/", undefined],
  ["pl.col('¦')", undefined],
  ["readFileSync('data/¦')", undefined],
  ["['mo¦']", undefined],
  ["1.¦", undefined],
  ["1.to¦", undefined],
  ["12¦", undefined],
  ["f().¦", undefined],
  ["f().pt.he¦", undefined],
  ["'text'.¦", undefined],
  ["this.#p¦", undefined],
] as const)("%s", ([marked, expected]) => {
  expect(memberQuestion(marked.replace("¦", ""), marked.indexOf("¦"))).toEqual(expected);
});

const members = [
  { name: "b c", kind: "property" },
  { name: "bee", kind: "property" },
  { name: "ant", kind: "method" },
  { name: "__proto__", kind: "property" },
  { name: "__typename", kind: "property" },
];

test("members keep their order, without legacy members and names that are not identifiers", () => {
  expect(proposedMembers(members, { owner: "a", prefix: "" }, 2)).toEqual({
    start: 2,
    end: 2,
    items: [
      { text: "bee", kind: "property" },
      { text: "ant", kind: "method" },
      { text: "__typename", kind: "property" },
    ],
  });
});

test("keys may be any string, but not methods", () => {
  expect(proposedMembers(members, { owner: "a", prefix: "b", quote: '"' }, 4)).toEqual({
    start: 3,
    end: 4,
    items: [
      { text: "b c", kind: "property" },
      { text: "bee", kind: "property" },
    ],
  });
});
