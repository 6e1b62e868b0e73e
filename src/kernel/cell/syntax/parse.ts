import { type ParseResult, parseSync } from "oxc-parser";

/** The languages of cells, in the order in which they are tried: `<T>x` is first tried as TypeScript. */
export const LANGUAGES = ["ts", "tsx"] as const;

export type ParserLanguage = (typeof LANGUAGES)[number];

export type ParsedCell = { readonly language: ParserLanguage; readonly parsed: ParseResult };

/** Parses a cell as TypeScript, else as TSX; undefined when it is neither. */
export function parseCell(source: string): ParsedCell | undefined {
  for (const language of LANGUAGES) {
    const parsed = parseSync(`cell.${language}`, source, { lang: language, sourceType: "module" });
    if (parsed.errors.length === 0) return { language, parsed };
  }
  return undefined;
}
