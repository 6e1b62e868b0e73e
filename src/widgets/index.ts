export { AnyWidget, anywidget, type AnyWidgetOptions } from "./anywidget/anywidget.ts";
export type {
  AnyWidgetModule,
  BrowserElement,
  BrowserModel,
  BrowserWidget,
  InitializeProps,
  RenderProps,
} from "./anywidget/types.ts";
export { Box, column, row } from "./controls/box.ts";
export { Button, button } from "./controls/button.ts";
export { Checkbox, checkbox } from "./controls/checkbox.ts";
export { type Choices, Dropdown, dropdown, type DropdownOptions } from "./controls/dropdown.ts";
export { Html, html, type HtmlOptions } from "./controls/html.ts";
export type { ControlOptions } from "./controls/control-options.ts";
export { Output, output } from "./controls/output.ts";
export { Progress, progress, type ProgressOptions } from "./controls/progress.ts";
export { Range, range, type RangeOptions, type Span } from "./controls/range.ts";
export type { ScaleOptions } from "./controls/slider-scale.ts";
export { Slider, slider, type SliderOptions } from "./controls/slider.ts";
export { Text, text, type TextOptions } from "./controls/text.ts";
export { WidgetOptionError, WidgetValueError } from "./errors.ts";
export type { ControlSpec, ControlValue } from "./interact/control-for.ts";
export { type Controls, interact, Interaction, type ValuesOf } from "./interact/interaction.ts";
export type { ErrorReport } from "../jupyter/error-report.ts";
export type { OutputItem } from "./model/kernel.ts";
export { Widget } from "./widget.ts";
