// Prints one line for several of vitest's JSON reports: `N passed, N failed`, and `, N skipped` where some were.
// Fails when a test failed or a report is missing. Skipped tests are named, for a reader to judge.
import { existsSync, readFileSync } from "node:fs";

const total = { passed: 0, failed: 0, skipped: 0 };

for (const file of process.argv.slice(2)) {
  const results = existsSync(file) ? JSON.parse(readFileSync(file, "utf8")).testResults : undefined;
  if (results === undefined || results.length === 0) {
    console.log(`No tests were reported in ${file}`);
    total.failed += 1;
  }
  for (const { name, status, assertionResults } of results ?? []) {
    const failures = assertionResults.filter((test) => test.status === "failed").length;
    // A file that cannot be loaded, or whose set-up fails, fails without a test that does.
    total.failed += status === "failed" ? Math.max(failures, 1) : failures;
    for (const test of assertionResults) {
      if (test.status === "passed") total.passed += 1;
      else if (test.status !== "failed") {
        total.skipped += 1;
        console.log(`Skipped: ${name}: ${test.fullName}`);
      }
    }
  }
}

if (total.failed > 0) process.exitCode = 1;
const { passed, failed } = total;
console.log(`\n${passed} passed, ${failed} failed${total.skipped > 0 ? `, ${total.skipped} skipped` : ""}`);
