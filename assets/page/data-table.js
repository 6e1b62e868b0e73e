const ROWS_SHOWN = 1000;

/**
 * The rows that a Vega-Lite spec carries, folded away below "Data", as tables that are made when they are first opened.
 *
 * @param {unknown} spec
 * @param {(text: string, format: object) => unknown} read reads rows that are text, such as CSV
 * @returns {HTMLDetailsElement | undefined} undefined for a spec without rows.
 */
export function dataDetails(spec, read) {
  const sets = inlineSets(spec);
  if (sets.length === 0) return undefined;
  const details = document.createElement("details");
  details.className = "data";
  const summary = document.createElement("summary");
  summary.textContent = "Data";
  details.append(summary);
  details.addEventListener("toggle", () => {
    if (details.childElementCount > 1) return;
    details.append(...sets.map((set) => tableOf(rowsOf(set, read))));
  });
  return details;
}

/**
 * @param {unknown} view
 * @returns {Record<string, unknown>[]}
 */
function inlineSets(view) {
  if (!isRecord(view)) return [];
  const { data, datasets } = view;
  const named = isRecord(datasets) ? Object.values(datasets).map((values) => ({ values })) : [];
  const inner = ["layer", "concat", "hconcat", "vconcat", "spec"].flatMap((key) => view[key] ?? []);
  return [...(isRecord(data) ? [data] : []), ...named].filter(hasRows).concat(inner.flatMap(inlineSets));
}

/** @param {Record<string, unknown>} set */
function hasRows({ values }) {
  return (Array.isArray(values) || typeof values === "string") && values.length > 0;
}

/**
 * @param {Record<string, unknown>} set
 * @param {(text: string, format: object) => unknown} read
 * @returns {Record<string, unknown>[]}
 */
function rowsOf({ values, format }, read) {
  const rows = typeof values === "string" ? read(values, isRecord(format) ? format : {}) : values;
  return Array.isArray(rows) ? rows.map((row) => (isRecord(row) ? row : { value: row })) : [];
}

/** @param {readonly Record<string, unknown>[]} rows */
function tableOf(rows) {
  const shown = rows.slice(0, ROWS_SHOWN);
  const names = [...new Set(shown.flatMap((row) => Object.keys(row)))];
  const table = document.createElement("table");
  const head = table.createTHead().insertRow();
  for (const name of names) {
    const cell = document.createElement("th");
    cell.scope = "col";
    cell.textContent = name;
    head.append(cell);
  }
  const body = table.createTBody();
  for (const row of shown) {
    const line = body.insertRow();
    for (const name of names) line.insertCell().textContent = textOf(row[name]);
  }
  if (rows.length > ROWS_SHOWN) {
    const [first, all] = [ROWS_SHOWN, rows.length].map((count) => count.toLocaleString("en"));
    table.createCaption().textContent = `The first ${first} of ${all} rows`;
  }
  return table;
}

/** @param {unknown} value */
function textOf(value) {
  if (value === null || value === undefined) return "";
  if (value instanceof Date) return value.toISOString();
  return typeof value === "string" ? value : JSON.stringify(value);
}

/**
 * @param {unknown} value
 * @returns {value is Record<string, unknown>}
 */
function isRecord(value) {
  return typeof value === "object" && value !== null;
}
