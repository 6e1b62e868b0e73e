export { type SliderOptions, Slider, slider } from "./controls/slider.ts";
export type { ControlOptions } from "./controls/options.ts";
export type { ScaleOptions } from "./controls/scale.ts";
export { WidgetOptionError, WidgetValueError } from "./errors.ts";
export { Widget } from "./widget.ts";
