// The state that ipywidgets 8 gives its models, so that its widget manager in the browser draws ours.
import type { State } from "./state.ts";

const BASE = { module: "@jupyter-widgets/base", version: "2.0.0" };
const CONTROLS = { module: "@jupyter-widgets/controls", version: "2.0.0" };
const OUTPUT = { module: "@jupyter-widgets/output", version: "1.0.0" };

type Package = typeof BASE;

function named(model: string, modelOf: Package, view: string, viewOf: Package): State {
  return {
    _model_module: modelOf.module,
    _model_module_version: modelOf.version,
    _model_name: model,
    _view_count: null,
    _view_module: viewOf.module,
    _view_module_version: viewOf.version,
    _view_name: view,
  };
}

/** The state that all controls have, with the names of the model and view, such as `IntSliderModel`. */
export function controlState(name: string, view: string = `${name}View`): State {
  return { ...named(`${name}Model`, CONTROLS, view, CONTROLS), _dom_classes: [], tabbable: null, tooltip: null };
}

export function outputState(): State {
  return { ...named("OutputModel", OUTPUT, "OutputView", OUTPUT), _dom_classes: [], tabbable: null, tooltip: null };
}

/** The properties of each style, all unset. */
const STYLES = {
  Slider: "description_width handle_color",
  Description: "description_width",
  Checkbox: "background description_width",
  Button: "button_color font_family font_size font_style font_variant font_weight text_color text_decoration",
  Text: "background description_width font_size text_color",
  HTML: "background description_width font_size text_color",
  Progress: "bar_color description_width",
};

export type StyleName = keyof typeof STYLES;

export function styleState(name: StyleName, labelWidth: string): State {
  const unset = unsetKeys(STYLES[name]);
  const label = "description_width" in unset ? { description_width: labelWidth } : {};
  return { ...named(`${name}StyleModel`, CONTROLS, "StyleView", BASE), ...unset, ...label };
}

const LAYOUT =
  "align_content align_items align_self border_bottom border_left border_right border_top bottom display flex " +
  "flex_flow grid_area grid_auto_columns grid_auto_flow grid_auto_rows grid_column grid_gap grid_row " +
  "grid_template_areas grid_template_columns grid_template_rows height justify_content justify_items left margin " +
  "max_height max_width min_height min_width object_fit object_position order overflow padding right top visibility width";

export function layoutState(layout: State): State {
  return { ...named("LayoutModel", BASE, "LayoutView", BASE), ...unsetKeys(LAYOUT), ...layout };
}

function unsetKeys(keys: string): State {
  return Object.fromEntries(keys.split(" ").map((key) => [key, null]));
}
