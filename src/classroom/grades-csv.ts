import { rightOf, type StudentGrades } from "./grades.ts";

// Excel reads a file without it in the encoding of the system, and José becomes JosÃ©.
const BYTE_ORDER_MARK = "\ufeff";

/** A row for each student: the name, the number of right exercises, the number of all exercises, and each result. */
export function gradesCsv(students: readonly StudentGrades[], exercises: readonly string[]): string {
  const header = ["student", "right", "of", ...exercises];
  const rows = students.map((one) => {
    const results = new Map(one.grades.map(({ exercise, result }) => [exercise, result]));
    const cells = exercises.map((exercise) => results.get(exercise) ?? "missing");
    return [one.student, String(rightOf(one)), String(exercises.length), ...cells];
  });
  return `${BYTE_ORDER_MARK}${[header, ...rows].map((row) => row.map(cell).join(",")).join("\r\n")}\r\n`;
}

function cell(text: string): string {
  // Spreadsheets take text with such a beginning for a formula.
  const plain = /^[=+\-@\t\r]/.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(plain) ? `"${plain.replaceAll('"', '""')}"` : plain;
}
