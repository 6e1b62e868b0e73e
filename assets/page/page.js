// Draws each spec into the chart's place beside it, again whenever the reader's theme changes.
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

  function keepsColours(spec) {
    return spec.background !== undefined || spec.config?.background !== undefined;
  }

  function countRows(spec) {
    const values = spec.data?.values;
    const sets = spec.datasets ? Object.values(spec.datasets) : [];
    return [values, ...sets].reduce((sum, rows) => sum + (rows?.length ?? 0), 0);
  }

  async function draw(script) {
    const spec = JSON.parse(script.textContent);
    const place = script.parentElement.querySelector(".chart");
    place.picture ??= [...place.childNodes];
    try {
      place.drawn?.finalize();
      place.drawn = await vegaEmbed(place, spec, {
        mode: script.dataset.mode ?? "vega-lite",
        ast: script.dataset.ast !== undefined,
        renderer: countRows(spec) > largest ? "canvas" : "svg",
        config: keepsColours(spec) ? { font } : dark.matches ? night : light,
        tooltip: { theme: dark.matches ? "dark" : "light" },
        actions: { export: true, source: false, compiled: false, editor: false },
      });
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

  dark.addEventListener("change", drawAll);
  drawAll();
})();
