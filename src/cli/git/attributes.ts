const OWN_LINE = /^\*\.ipynb(?: (?:diff|merge|filter)=tsnb)+\r?$/;

/** The content of a `.gitattributes` file with the line that hands notebooks to tsnb. */
export function withAttributes(content: string, clearOutputs: boolean): string {
  const rest = withoutAttributes(content);
  const before = rest === "" || rest.endsWith("\n") ? rest : `${rest}\n`;
  return `${before}*.ipynb diff=tsnb merge=tsnb${clearOutputs ? " filter=tsnb" : ""}\n`;
}

/** The content without that line; "" when nothing else remains. */
export function withoutAttributes(content: string): string {
  return content
    .split("\n")
    .filter((line) => !OWN_LINE.test(line))
    .join("\n");
}
