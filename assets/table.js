// Makes a table in an output sortable, and pages through its rows. The HTML around the placeholders is plain without it.
((script) => {
  const box = script.parentElement;
  const table = box.querySelector("table");
  const { names, rows, size, length } = JSON.parse(box.querySelector("script[type='application/json']").textContent);
  const heads = [...table.tHead.rows[0].cells];
  const body = table.tBodies[0];
  const pattern = body.rows[0].cloneNode(true);
  const said = box.querySelector("p");
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
        line.append(...row.map((text, at) => cell(at, text)));
        return line;
      }),
    );
    const last = Math.min(order.length, (page + 1) * length);
    where.textContent = ` ${page * length + 1}–${last} of ${order.length.toLocaleString("en")} rows `;
    back.disabled = page === 0;
    on.disabled = last === order.length;
  };

  const turn = (text, name, by) => {
    const button = document.createElement("button");
    button.type = "button";
    button.textContent = text;
    button.setAttribute("aria-label", name);
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
  if (rows.length > length) table.after(pager);
  said.textContent = size;

  const sort = (at) => {
    const down = sorted?.at === at && !sorted.down;
    sorted = { at, down };
    const values = new Map(rows.map((row) => [row, row[at] === null ? 0 : Number(row[at].replaceAll(",", ""))]));
    const byValue = isNumeric[at] && ![...values.values()].some(Number.isNaN);
    order = rows.toSorted((a, b) => {
      if (a[at] === null || b[at] === null) return (a[at] === null) - (b[at] === null);
      const difference = byValue ? values.get(a) - values.get(b) : compare(a[at], b[at]);
      return down ? -difference : difference;
    });
    page = 0;
    for (const [other, head] of heads.entries()) {
      if (other === at) head.setAttribute("aria-sort", down ? "descending" : "ascending");
      else head.removeAttribute("aria-sort");
      head.querySelector("button span").textContent = other === at ? (down ? " ↓" : " ↑") : "";
    }
    draw();
  };
  for (const [at, head] of heads.entries()) {
    if (names[at] === null) continue;
    const button = document.createElement("button");
    button.type = "button";
    button.style.cssText = "all:unset;cursor:pointer;font:inherit";
    button.textContent = names[at];
    button.append(document.createElement("span"));
    button.addEventListener(
      "focus",
      () => (button.style.outline = button.matches(":focus-visible") ? "2px solid" : ""),
    );
    button.addEventListener("blur", () => (button.style.outline = ""));
    button.addEventListener("click", () => sort(at));
    head.firstChild.replaceWith(button);
  }
  draw();
})(document.currentScript);
