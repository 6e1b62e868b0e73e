import { join } from "node:path";
import { describe, expect, it } from "vitest";
import type { StudentGrades } from "../../src/classroom/grades.ts";
import { gradesCsv } from "../../src/classroom/grades-csv.ts";
import { gradesPage } from "../../src/classroom/grades-page.ts";
import { lesson } from "./fixtures.ts";

const names = lesson.exercises.map(({ name }) => name);
const [first = "", second = "", third = ""] = names;
const out = join("a", "out");

const students: StudentGrades[] = [
  {
    student: "Ada",
    notebooks: [join(out, "notebooks", "Ada", "lesson #1.ipynb")],
    grades: names.map((exercise) => ({ exercise, result: "right", why: "" })),
  },
  {
    student: '=cmd|"<b>", Ben',
    notebooks: [],
    grades: [
      { exercise: first, result: "missing", why: "There is no answer." },
      { exercise: second, result: "crashed", why: "TypeError: <script>" },
      { exercise: third, result: "missing", why: "There is no answer." },
    ],
  },
];

describe("gradesCsv", () => {
  it("has a row for each student, and no cell that a spreadsheet takes for a formula", () => {
    expect(gradesCsv(students, names)).toBe(
      [
        // Excel takes the encoding from the byte order mark.
        "\ufeffstudent,right,of,size-column,train-rows,suspects-infer",
        "Ada,3,3,right,right,right",
        `"'=cmd|""<b>"", Ben",0,3,missing,crashed,missing`,
        "",
      ].join("\r\n"),
    );
  });
});

describe("gradesPage", () => {
  const page = gradesPage(students, [lesson], out);

  it("has a row for each student and a cell for each exercise, with its result in words", () => {
    expect(page.match(/<th scope="row">/g)).toHaveLength(2);
    expect(page.match(/aria-label="right"/g)).toHaveLength(3);
    expect(page.match(/aria-label="missing"/g)).toHaveLength(2);
    expect(page).toContain("<td>3 of 3</td>");
  });

  it("gives each reason once, and links to the executed notebooks", () => {
    expect(page).toContain("<strong>size-column, suspects-infer</strong>");
    expect(page).toContain('href="notebooks/Ada/lesson%20%231.ipynb"');
  });

  it("escapes text that students wrote", () => {
    expect(page).not.toContain("<b>");
    expect(page).toContain("TypeError: &lt;script&gt;");
  });
});
