import { Command } from "commander";
import { findFacts } from "../doctor/find-facts.ts";
import { problemsIn } from "../doctor/problems.ts";
import { doctorReport } from "../doctor/report.ts";

/** `tsnb doctor`: reports what is installed, what each kernelspec starts, and any problems. */
export function command(): Command {
  return new Command("doctor")
    .description(
      "Check tsnb's packages, Jupyter and every kernelspec, and start tsnb's kernel. Exits with 1 when there is a problem.",
    )
    .option("--json", "print the facts and the problems as JSON")
    .action(async ({ json }: { json?: boolean }) => {
      const facts = await findFacts();
      const problems = problemsIn(facts);
      const text = json ? JSON.stringify({ ...facts, problems }, null, 2) : doctorReport(facts, problems);
      process.stdout.write(`${text}\n`);
      if (problems.length > 0) process.exitCode = 1;
    });
}
