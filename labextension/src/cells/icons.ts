import { LabIcon } from "@jupyterlab/ui-components";

/** A triangle for running, in a circular arrow. */
export const runStaleIcon: LabIcon = new LabIcon({
  name: "tsnb:run-stale",
  svgstr: `<svg xmlns="http://www.w3.org/2000/svg" width="16" viewBox="0 0 24 24">
  <g class="jp-icon3" fill="#616161">
    <path d="M12 4V1L7.5 5.5 12 10V7a5.5 5.5 0 1 1-5.5 5.5H4A8 8 0 1 0 12 4z"/>
    <path d="M10.3 9.6v5.8l4.6-2.9z"/>
  </g>
</svg>`,
});

/** The letter x between brackets. */
export const variablesIcon: LabIcon = new LabIcon({
  name: "tsnb:variables",
  svgstr: `<svg xmlns="http://www.w3.org/2000/svg" width="16" viewBox="0 0 24 24">
  <g class="jp-icon3" fill="none" stroke="#616161" stroke-width="2" stroke-linecap="round">
    <path class="jp-icon3" d="M7 4c-3 4-3 12 0 16M17 4c3 4 3 12 0 16M9.5 9l5 6M14.5 9l-5 6"/>
  </g>
</svg>`,
});
