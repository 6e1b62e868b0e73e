// What Tab reaches in a chart: one entry of the legend, and one of the marks.
const GROUPS = [".role-legend-symbol path", ".role-mark [aria-label]"];

/**
 * Tab reaches the legend and the marks of a chart that Vega has drawn as SVG, arrows go through them, Enter clicks; what
 * has the focus shows its tooltip.
 *
 * @param {Element} place where the chart is drawn
 */
export function reachByKeyboard(place) {
  const svg = place.querySelector("svg.marks");
  if (!(svg instanceof SVGSVGElement)) return;
  const offer = () => {
    nameEntries(svg);
    for (const group of GROUPS) offerOne([...svg.querySelectorAll(group)]);
  };
  offer();
  // A selection may put other marks in the place of these.
  new MutationObserver(offer).observe(svg, { childList: true, subtree: true });
  svg.addEventListener("focusin", ({ target }) => {
    if (groupOf(target)) point(target, ["pointerover", "pointermove", "mouseover", "mousemove"]);
  });
  svg.addEventListener("focusout", ({ target }) => {
    if (groupOf(target)) point(target, ["pointerout", "mouseout"]);
  });
  svg.addEventListener("keydown", (event) => press(svg, event));
}

/** @param {SVGSVGElement} svg */
function nameEntries(svg) {
  const labels = svg.querySelectorAll(".role-legend-label text");
  for (const [at, entry] of svg.querySelectorAll(".role-legend-symbol path").entries()) {
    entry.setAttribute("role", "button");
    entry.setAttribute("aria-label", labels[at]?.textContent ?? "");
  }
}

/** @param {readonly Element[]} elements */
function offerOne(elements) {
  for (const element of elements) if (!element.hasAttribute("tabindex")) element.setAttribute("tabindex", "-1");
  if (!elements.some((element) => element.getAttribute("tabindex") === "0")) elements[0]?.setAttribute("tabindex", "0");
}

/** @param {EventTarget | null} target */
function groupOf(target) {
  return GROUPS.find((group) => target instanceof Element && target.matches(group));
}

/**
 * @param {SVGSVGElement} svg
 * @param {KeyboardEvent} event
 */
function press(svg, event) {
  const { target, key } = event;
  const group = groupOf(target);
  if (group === undefined || event.ctrlKey || event.altKey || event.metaKey || event.shiftKey) return;
  const elements = [...svg.querySelectorAll(group)];
  const at = elements.findIndex((element) => element === target);
  const goals = { ArrowRight: at + 1, ArrowDown: at + 1, ArrowLeft: at - 1, ArrowUp: at - 1 };
  const goal = new Map(Object.entries({ ...goals, Home: 0, End: elements.length - 1 })).get(key);
  if (key === "Enter" || key === " ") point(target, ["click"]);
  else if (goal !== undefined) move(target, elements[goal]);
  else return;
  event.preventDefault();
}

/**
 * @param {EventTarget | null} from
 * @param {Element | undefined} to
 */
function move(from, to) {
  if (!(from instanceof SVGElement && to instanceof SVGElement)) return;
  from.setAttribute("tabindex", "-1");
  to.setAttribute("tabindex", "0");
  to.focus();
}

/**
 * What a mouse in the middle of an element would cause.
 *
 * @param {EventTarget | null} element
 * @param {readonly string[]} types
 */
function point(element, types) {
  if (!(element instanceof Element)) return;
  const { x, y, width, height } = element.getBoundingClientRect();
  const where = { bubbles: true, clientX: x + width / 2, clientY: y + height / 2 };
  for (const type of types) {
    const Kind = type.startsWith("pointer") ? PointerEvent : MouseEvent;
    element.dispatchEvent(new Kind(type, where));
  }
}
