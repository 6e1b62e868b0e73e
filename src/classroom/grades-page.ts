import { relative } from "node:path";
import { escapeMarkup } from "../display/escape.ts";
import { htmlPage } from "../display/page/html-page.ts";
import { type Grade, type GradeResult, rightOf, type StudentGrades } from "./grades.ts";
import type { LessonNotebook } from "./lesson-notebooks.ts";
import { slashed } from "../util/files/slashed.ts";

const SIGNS: Readonly<Record<GradeResult, string>> = { right: "✓", wrong: "✗", missing: "–", crashed: "!" };

/** The grades of a class as a self-contained page: a table, then the reason for each exercise that is not right. */
export function gradesPage(students: readonly StudentGrades[], lesson: readonly LessonNotebook[], out: string): string {
  const title = students.length === 1 ? "Grades of one student" : `Grades of ${students.length} students`;
  const key = Object.entries(SIGNS).map(([result, sign]) => `<span class="${result}">${sign} ${result}</span>`);
  const sections = students.map((student, index) => detailsHtml(student, index, out));
  const body = [
    `<h1>${title}</h1>`,
    `<p class="key">${key.join(" ")}</p>`,
    `<div class="scroll" tabindex="0">${tableHtml(students, lesson)}</div>`,
    ...sections,
  ].join("\n");
  return htmlPage({ title, styles: ["grades.css"], body, hasCharts: false, isGuarded: true });
}

function tableHtml(students: readonly StudentGrades[], lesson: readonly LessonNotebook[]): string {
  const groups = lesson.map(
    ({ name, exercises }) =>
      `<th colspan="${exercises.length}" scope="colgroup">${escapeMarkup(name.replace(/\.ipynb$/, ""))}</th>`,
  );
  const names = lesson.flatMap(({ exercises }) =>
    exercises.map(({ name }) => `<th scope="col" class="exercise">${escapeMarkup(name)}</th>`),
  );
  const rows = students.map((student, index) => {
    const cells = student.grades.map(
      ({ result, why }) =>
        `<td class="${result}" title="${escapeMarkup(why)}"><span aria-label="${result}">${SIGNS[result]}</span></td>`,
    );
    const link = `<a href="#student-${index + 1}">${escapeMarkup(student.student)}</a>`;
    const sum = `${rightOf(student)} of ${student.grades.length}`;
    return `<tr><th scope="row">${link}</th><td>${sum}</td>${cells.join("")}</tr>`;
  });
  return [
    '<table class="grades"><thead>',
    `<tr><th rowspan="2" scope="col">student</th><th rowspan="2" scope="col">right</th>${groups.join("")}</tr>`,
    `<tr>${names.join("")}</tr>`,
    `</thead><tbody>${rows.join("\n")}</tbody></table>`,
  ].join("");
}

function detailsHtml(student: StudentGrades, index: number, out: string): string {
  const links = student.notebooks.map((file) => {
    const path = slashed(relative(out, file));
    const name = path.split("/").at(-1) ?? path;
    return `<a href="${escapeMarkup(path.split("/").map(encodeURIComponent).join("/"))}">${escapeMarkup(name)}</a>`;
  });
  const faults = grouped(student.grades.filter(({ result }) => result !== "right")).map(faultHtml);
  return [
    `<section id="student-${index + 1}"><h2>${escapeMarkup(student.student)}: ${rightOf(student)} of ${student.grades.length}</h2>`,
    links.length === 0 ? "" : `<p>As executed: ${links.join(", ")}</p>`,
    faults.length === 0 ? "" : `<ul>${faults.join("")}</ul>`,
    "</section>",
  ].join("");
}

type Fault = Pick<Grade, "result" | "why"> & { readonly exercises: readonly string[] };

/** Groups the exercises that are not right by their reason. */
function grouped(grades: readonly Grade[]): readonly Fault[] {
  const faults = new Map<string, Fault>();
  for (const { exercise, result, why } of grades) {
    const key = `${result} ${why}`;
    faults.set(key, { result, why, exercises: [...(faults.get(key)?.exercises ?? []), exercise] });
  }
  return [...faults.values()];
}

function faultHtml({ exercises, result, why }: Fault): string {
  return `<li><strong>${escapeMarkup(exercises.join(", "))}</strong> <span class="${result}">${result}</span>: ${escapeMarkup(why)}</li>`;
}
