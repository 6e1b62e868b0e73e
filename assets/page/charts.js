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
  const menu = 40;
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
      if (room < chartLimits.legendBelowPx) for (const legend of compiled.legends ?? []) legend.orient ??= "bottom";
      const canFit = typeof compiled.width === "number" && !compiled.layout && spec.autosize === undefined;
      place.classList.toggle("shrinks", Boolean(compiled.layout));
      if (!canFit || !(place.natural > room)) return compiled;
      return {
        ...compiled,
        width: Math.max(chartLimits.leastWidthPx, room),
        autosize: { type: "fit-x", contains: "padding" },
      };
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
        renderer: countRows(spec) > chartLimits.mostSvgRows ? "canvas" : "svg",
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

  function showData(script, place) {
    const section = place.parentElement;
    if (section.nextElementSibling?.className === "data" || script.dataset.mode === "vega") return;
    const details = dataDetails(JSON.parse(script.textContent), readRows);
    if (details) section.after(details);
  }

  function readRows(text, format) {
    return vega.read(text, { type: "csv", ...format });
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
