// Makes the table in an element sortable, and pages through the rows in its attribute. On one line in outputs: no other comments.
export default (box) => {
  const table = box.querySelector("table");
  const body = table?.tBodies[0];
  const heads = [...(table?.tHead?.rows[0]?.cells ?? [])];
  const pattern = body?.rows[0]?.cloneNode(true);
  if (pattern?.cells.length !== heads.length) return;
  const read = (row) => [...row.cells].map((cell) => (cell.querySelector("em") ? null : cell.textContent));
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
        line.append(...heads.map((_, at) => cell(at, row[at])));
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
    const values = new Map(rows.map((row) => [row, Number(row[at]?.replaceAll(",", "") ?? 0)]));
    const byValue = isNumeric[at] && ![...values.values()].some(Number.isNaN);
    return rows.toSorted((a, b) => {
      if (a[at] === null || b[at] === null) return (a[at] === null) - (b[at] === null);
      const difference = byValue ? values.get(a) - values.get(b) : compare(a[at], b[at]);
      return down ? -difference : difference;
    });
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
