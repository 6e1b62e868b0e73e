/**
 * A command for GitHub Actions, which it takes from a job's log: `::error file=a.ipynb,line=3::message`.
 *
 * @see https://docs.github.com/actions/reference/workflows-and-actions/workflow-commands
 */
export function workflowCommand(
  name: "error" | "warning" | "notice",
  properties: Readonly<Record<string, string | number | undefined>>,
  message: string,
): string {
  const pairs = Object.entries(properties).flatMap(([key, value]) => {
    return value === undefined ? [] : [`${key}=${escaped(`${value}`).replaceAll(":", "%3A").replaceAll(",", "%2C")}`];
  });
  return `::${name} ${pairs.join(",")}::${escaped(message)}`;
}

// A line break would end the command, and let the message give commands of its own.
function escaped(text: string): string {
  return text.replaceAll("%", "%25").replaceAll("\r", "%0D").replaceAll("\n", "%0A");
}
