// Draws each spec into the chart's place beside it, again whenever the reader's theme or the room changes.
(() => {
  const dark = matchMedia("(prefers-color-scheme: dark)");
  const font = 'system-ui, -apple-system, "Segoe UI", Roboto, "Liberation Sans", Arial, sans-serif';
  const light = { background: null, font };
  const ink = "#e8eaed";
  const quiet = "#a4acb8";
  const line = "#343a41";
  const night = {
    background: null,
    font,
    title: { color: ink, subtitleColor: quiet },
    style: { "guide-label": { fill: quiet }, "guide-title": { fill: ink } },
    axis: { domainColor: quiet, gridColor: line, tickColor: quiet },
    header: { labelColor: ink, titleColor: ink },
    legend: { symbolBaseStrokeColor: quiet, symbolBaseFillColor: quiet },
    text: { color: ink },
    rule: { color: quiet },
    view: { stroke: line },
  };
  const largest = 3000;
  const narrow = 480;
  const menu = 40;
  const rowsShown = 500;
  const turns = new WeakMap();

  function keepsColours(spec) {
    return spec.background !== undefined || spec.config?.background !== undefined;
  }

  function countRows(spec) {
    const values = spec.data?.values;
    const sets = spec.datasets ? Object.values(spec.datasets) : [];
    return [values, ...sets].reduce((sum, rows) => sum + (rows?.length ?? 0), 0);
  }

  /** A chart of one frame gets as wide as there is room, axes and legend included; a legend goes below a narrow one. */
  function fitted(spec, place, room) {
    return (compiled) => {
      if (room < narrow) for (const legend of compiled.legends ?? []) legend.orient ??= "bottom";
      const canFit = typeof compiled.width === "number" && !compiled.layout && spec.autosize === undefined;
      place.classList.toggle("shrinks", Boolean(compiled.layout));
      if (!canFit || !(place.natural > room)) return compiled;
      return { ...compiled, width: Math.max(200, room), autosize: { type: "fit-x", contains: "padding" } };
    };
  }

  async function draw(script) {
    const turn = (turns.get(script) ?? 0) + 1;
    turns.set(script, turn);
    const spec = JSON.parse(script.textContent);
    const place = script.parentElement.querySelector(".chart");
    place.picture ??= [...place.childNodes];
    const room = place.parentElement.clientWidth - menu;
    const embed = async () => {
      place.drawn?.finalize();
      place.drawn = await vegaEmbed(place, spec, {
        mode: script.dataset.mode ?? "vega-lite",
        ast: script.dataset.ast !== undefined,
        renderer: countRows(spec) > largest ? "canvas" : "svg",
        config: keepsColours(spec) ? { font } : dark.matches ? night : light,
        tooltip: { theme: dark.matches ? "dark" : "light" },
        actions: { export: true, source: false, compiled: false, editor: false },
        ...(script.dataset.mode === "vega" ? {} : { patch: fitted(spec, place, room) }),
      });
    };
    try {
      place.room = room;
      await embed();
      if (turns.get(script) !== turn) return;
      if (place.natural === undefined) {
        place.natural = place.querySelector("svg.marks, canvas.marks").getBoundingClientRect().width;
        if (place.natural > room) await embed();
      }
      reachByKeyboard(place);
      showData(script, place);
    } catch (error) {
      const text = document.createElement("p");
      text.className = "error";
      text.textContent = `This chart could not be drawn: ${error.message}`;
      place.replaceChildren(text, ...place.picture);
    }
  }

  function drawAll() {
    for (const script of document.querySelectorAll('script[type="application/json"]')) {
      void draw(script);
    }
  }

  /** Tab reaches the legend and the marks, arrows go through them, Enter clicks; what has the focus shows its tooltip. */
  function reachByKeyboard(place) {
    const svg = place.querySelector("svg.marks");
    if (svg === null) return;
    const labels = svg.querySelectorAll(".role-legend-label text");
    const entries = [...svg.querySelectorAll(".role-legend-symbol path")];
    for (const [at, entry] of entries.entries()) {
      entry.setAttribute("role", "button");
      entry.setAttribute("aria-label", labels[at]?.textContent ?? "");
    }
    walk(entries, svg);
    walk([...svg.querySelectorAll(".role-mark [aria-label]")], svg);
  }

  function walk(elements, svg) {
    const places = new Map(elements.map((element, at) => [element, at]));
    for (const [element, at] of places) element.setAttribute("tabindex", at === 0 ? "0" : "-1");
    svg.addEventListener("focusin", ({ target }) => {
      if (places.has(target)) point(target, ["pointerover", "pointermove", "mouseover", "mousemove"]);
    });
    svg.addEventListener("focusout", ({ target }) => {
      if (places.has(target)) point(target, ["pointerout", "mouseout"]);
    });
    svg.addEventListener("keydown", (event) => {
      const at = places.get(event.target);
      if (at === undefined) return;
      const step = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 }[event.key];
      const next = event.key === "Home" ? elements[0] : event.key === "End" ? elements.at(-1) : elements[at + step];
      if (event.key === "Enter" || event.key === " ") point(event.target, ["click"]);
      else if (next === undefined) return;
      else move(event.target, next);
      event.preventDefault();
    });
  }

  function move(from, to) {
    from.setAttribute("tabindex", "-1");
    to.setAttribute("tabindex", "0");
    to.focus();
  }

  /** What a mouse in the middle of the element would cause. */
  function point(element, types) {
    const { x, y, width, height } = element.getBoundingClientRect();
    const where = { bubbles: true, clientX: x + width / 2, clientY: y + height / 2 };
    for (const type of types) {
      const Kind = type.startsWith("pointer") ? PointerEvent : MouseEvent;
      element.dispatchEvent(new Kind(type, where));
    }
  }

  /** The rows behind a chart, as a table that is made when it is first opened. */
  function showData(script, place) {
    const section = place.parentElement;
    if (section.nextElementSibling?.className === "data" || script.dataset.mode === "vega") return;
    const sets = inlineSets(JSON.parse(script.textContent));
    if (sets.length === 0) return;
    const details = document.createElement("details");
    details.className = "data";
    const summary = document.createElement("summary");
    summary.textContent = "Data";
    details.append(summary);
    details.addEventListener("toggle", () => {
      if (details.childElementCount === 1) details.append(...sets.map(tableOf));
    });
    section.after(details);
  }

  function inlineSets(spec) {
    const own = spec.data?.values === undefined ? [] : [rowsOf(spec.data)];
    const named = Object.values(spec.datasets ?? {}).map((values) => rowsOf({ values }));
    const views = ["layer", "concat", "hconcat", "vconcat", "spec"].flatMap((key) => spec[key] ?? []);
    return [...own, ...named, ...views.flatMap(inlineSets)].filter((rows) => rows.length > 0);
  }

  function rowsOf({ values, format }) {
    const rows = typeof values === "string" ? vega.read(values, { type: "csv", ...format }) : values;
    return Array.isArray(rows) ? rows.map((row) => (typeof row === "object" ? row : { value: row })) : [];
  }

  function tableOf(rows) {
    const names = [...new Set(rows.slice(0, rowsShown).flatMap((row) => Object.keys(row ?? {})))];
    const table = document.createElement("table");
    const head = table.createTHead().insertRow();
    for (const name of names) {
      const cell = document.createElement("th");
      cell.scope = "col";
      cell.textContent = name;
      head.append(cell);
    }
    const body = table.createTBody();
    for (const row of rows.slice(0, rowsShown)) {
      const shown = body.insertRow();
      for (const name of names) shown.insertCell().textContent = textOf(row?.[name]);
    }
    if (rows.length > rowsShown) {
      const note = table.createCaption();
      note.textContent = `The first ${rowsShown} of ${rows.length.toLocaleString("en")} rows`;
    }
    return table;
  }

  function textOf(value) {
    if (value instanceof Date) return value.toISOString();
    return value === null || value === undefined
      ? ""
      : typeof value === "object"
        ? JSON.stringify(value)
        : String(value);
  }

  /** Draws a chart anew when the room for it changes, if it is cut or narrow before or after. */
  function follow(script) {
    const place = script.parentElement.querySelector(".chart");
    new ResizeObserver(() => {
      const room = place.parentElement.clientWidth - menu;
      const matters = (width) => place.natural > width || width < narrow;
      if (place.natural !== undefined && place.room !== room && (matters(room) || matters(place.room)))
        void draw(script);
    }).observe(place.parentElement);
  }

  dark.addEventListener("change", drawAll);
  drawAll();
  for (const script of document.querySelectorAll('script[type="application/json"]')) follow(script);
})();
