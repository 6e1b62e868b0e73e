import hljs from "highlight.js/lib/core";
import bash from "highlight.js/lib/languages/bash";
import css from "highlight.js/lib/languages/css";
import diff from "highlight.js/lib/languages/diff";
import javascript from "highlight.js/lib/languages/javascript";
import json from "highlight.js/lib/languages/json";
import julia from "highlight.js/lib/languages/julia";
import markdown from "highlight.js/lib/languages/markdown";
import python from "highlight.js/lib/languages/python";
import r from "highlight.js/lib/languages/r";
import sql from "highlight.js/lib/languages/sql";
import typescript from "highlight.js/lib/languages/typescript";
import xml from "highlight.js/lib/languages/xml";
import yaml from "highlight.js/lib/languages/yaml";
import { escapeMarkup } from "../../display/escape.ts";

const LANGUAGES = {
  bash,
  css,
  diff,
  javascript,
  json,
  julia,
  markdown,
  python,
  r,
  sql,
  typescript,
  xml,
  yaml,
};

for (const [name, language] of Object.entries(LANGUAGES)) hljs.registerLanguage(name, language);

// Long code without colours is better than a page that takes minutes.
const LONGEST_HIGHLIGHTED = 200_000;

/** Code as HTML with a span per token, classed as highlight.js does; plain where the language is not known. */
export function codeHtml(code: string, language: string): string {
  const name = language.toLowerCase();
  if (code.length > LONGEST_HIGHLIGHTED || hljs.getLanguage(name) === undefined) return escapeMarkup(code);
  return hljs.highlight(code, { language: name, ignoreIllegals: true }).value;
}
