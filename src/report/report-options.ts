import * as v from "valibot";
import { listed, type ListedOption, listedOption } from "../run/options/option-listing.ts";
import { NonEmptyText, Switch } from "../run/options/option-types.ts";

const REPORT_OPTIONS = v.strictObject({
  junit: v.pipe(
    v.optional(NonEmptyText),
    v.description("write JUnit XML: a test for each cell, with its time and outputs"),
    listed({ group: "Reports", placeholder: "file" }),
  ),
  html: v.pipe(
    v.optional(NonEmptyText),
    v.description("write a page with each notebook, what is wrong with it, and the time of each cell"),
    listed({ group: "Reports", placeholder: "file" }),
  ),
  markdown: v.pipe(
    v.optional(NonEmptyText),
    v.description("write a summary in GitHub Markdown"),
    listed({ group: "Reports", placeholder: "file" }),
  ),
  github: v.pipe(
    Switch,
    v.description("print GitHub annotations on the lines of the notebooks; always on in GitHub Actions"),
    listed({ group: "Reports" }),
  ),
});

/** The reports to write about a run. */
export type ReportOptions = Readonly<v.InferOutput<typeof REPORT_OPTIONS>>;

/** Every option for reports, in the order of the help. */
export function listReportOptions(): readonly ListedOption[] {
  return Object.entries(REPORT_OPTIONS.entries).map(([name, type]) => {
    return listedOption(name, type, v.getMetadata(type), v.getDefault(type));
  });
}
