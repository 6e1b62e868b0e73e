// Makes the table in an element sortable, and pages through the rows in its attribute. On one line in outputs: no other comments.
export default (box) => {
  const table = box.querySelector("table");
  const body = table?.tBodies[0];
  const heads = [...(table?.tHead?.rows[0]?.cells ?? [])];
  const pattern = body?.rows[0]?.cloneNode(true);
  if (pattern?.cells.length !== heads.length) return;
  const readCell = (cell) => {
    if (cell.querySelector("em")) return null;
    return cell.dataset.sort === undefined ? cell.textContent : [cell.textContent, cell.dataset.sort];
  };
  const read = (row) => [...row.cells].map(readCell);
  const textOf = (cell) => (Array.isArray(cell) ? cell[0] : cell);
  const data = box.dataset.table ? JSON.parse(box.dataset.table) : { rows: [...body.rows].map(read) };
  const { rows, of, size, length = rows.length } = data;
  const isNumeric = heads.map((head) => head.style.textAlign === "right");
  const compare = new Intl.Collator(undefined, { numeric: true }).compare;
  let order = rows;
  let page = 0;
  let sorted;

  const cell = (at, text) => {
    const made = pattern.cells[at].cloneNode(false);
    if (text === null) {
      const none = document.createElement("em");
      none.style.opacity = "0.6";
      none.textContent = "null";
      made.append(none);
    } else made.textContent = text;
    return made;
  };

  const draw = () => {
    const shown = order.slice(page * length, (page + 1) * length);
    body.replaceChildren(
      ...shown.map((row) => {
        const line = document.createElement("tr");
        line.append(...heads.map((_, at) => cell(at, textOf(row[at]))));
        return line;
      }),
    );
    const last = Math.min(order.length, (page + 1) * length);
    where.textContent = ` ${page * length + 1}–${last} of ${of} `;
    back.disabled = page === 0;
    on.disabled = last === order.length;
    for (const button of [back, on]) button.style.opacity = button.disabled ? "0.4" : "1";
  };

  const turn = (text, name, by) => {
    const button = document.createElement("button");
    button.type = "button";
    button.textContent = text;
    button.setAttribute("aria-label", name);
    button.style.cssText = "font:inherit;color:inherit;background:none;border:1px solid;border-radius:3px";
    button.addEventListener("click", () => {
      page += by;
      draw();
    });
    return button;
  };
  const back = turn("‹", "Previous rows", -1);
  const on = turn("›", "Next rows", 1);
  const where = document.createElement("span");
  where.setAttribute("aria-live", "polite");
  const pager = document.createElement("div");
  pager.append(back, where, on);
  if (rows.length > length) {
    table.after(pager);
    box.querySelector("p").textContent = size;
    draw();
  }

  const inOrder = (at, down) => {
    const keyOf = (value) => {
      if (Array.isArray(value)) return Number(value[1]);
      return isNumeric[at] && value !== null ? Number(value.replaceAll(",", "")) : undefined;
    };
    const placed = rows.map((row) => {
      const key = keyOf(row[at]);
      const place = row[at] === null ? 3 : key === undefined ? 1 : Number.isNaN(key) ? 2 : 0;
      return { row, place, key, text: textOf(row[at]) };
    });
    const sign = down ? -1 : 1;
    placed.sort(
      (a, b) => a.place - b.place || sign * (a.key - b.key || (a.text === null ? 0 : compare(a.text, b.text))),
    );
    return placed.map(({ row }) => row);
  };
  const sort = (at) => {
    sorted = sorted?.at !== at ? { at, down: false } : sorted.down ? undefined : { at, down: true };
    order = sorted ? inOrder(at, sorted.down) : rows;
    page = 0;
    for (const [other, head] of heads.entries()) {
      const isIt = other === sorted?.at;
      if (isIt) head.setAttribute("aria-sort", sorted.down ? "descending" : "ascending");
      else head.removeAttribute("aria-sort");
      const arrow = head.querySelector("button span");
      if (arrow) arrow.textContent = isIt ? (sorted.down ? " ↓" : " ↑") : "";
    }
    draw();
  };
  for (const [at, head] of heads.entries()) {
    const name = head.firstChild;
    if (name?.nodeType !== 3 || name.data === "⋯") continue;
    const button = document.createElement("button");
    button.type = "button";
    button.style.cssText = "all:unset;cursor:pointer;font:inherit";
    button.title = "Sort";
    button.append(name.data, document.createElement("span"));
    const outline = () => (button.style.outline = button.matches(":focus-visible") ? "2px solid" : "");
    button.addEventListener("focus", outline);
    button.addEventListener("blur", outline);
    button.addEventListener("click", () => sort(at));
    name.replaceWith(button);
  }
};
