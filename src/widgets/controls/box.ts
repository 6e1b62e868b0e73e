import { escapeMarkup } from "../../display/escape.ts";
import { BUNDLE, type MimeBundle } from "../../display/mime/mime.ts";
import { WidgetOptionError, WidgetValueError } from "../errors.ts";
import { controlState } from "../model/style-and-layout.ts";
import { textIn } from "../model/state.ts";
import { referenceTo, Widget } from "../widget.ts";

type Values<Children extends readonly Widget<unknown>[]> = {
  readonly [Index in keyof Children]: Children[Index]["value"];
};

/**
 * Widgets beside or below each other. Its value is the list of their values.
 *
 * @example
 * const panel: Box<readonly [Slider, Checkbox]> = row(slider(1, 12), checkbox(true));
 * console.log(panel.value[1]); // true
 */
export class Box<Children extends readonly Widget<unknown>[]> extends Widget<Values<Children>> {
  /** The widgets inside, in order. */
  readonly children: Children;

  /** @internal */
  constructor(name: "HBox" | "VBox", children: Children) {
    for (const child of children) {
      if (!(child instanceof Widget)) throw new WidgetOptionError("box", `it holds a ${typeof child}`, "Give widgets");
    }
    super({
      state: { ...controlState(name), box_style: "", children: children.map(referenceTo) },
      read: () => valuesOf(children),
      write: (given) => {
        if (!Array.isArray(given) || given.length !== children.length) {
          throw new WidgetValueError("box", given, `a list of ${children.length} values`);
        }
        for (const [index, child] of children.entries()) child.value = given[index];
        return {};
      },
    });
    this.children = children;
    for (const child of children) child.follow(() => this.tell());
  }

  /** @internal */
  protected override async fallback(): Promise<MimeBundle> {
    const parts = await Promise.all(this.children.map((child) => child[BUNDLE]()));
    const plain = parts.map(({ data }) => textIn(data["text/plain"]));
    const markup = parts.map(({ data }, index) =>
      "text/html" in data ? textIn(data["text/html"]) : `<pre>${escapeMarkup(plain[index] ?? "")}</pre>`,
    );
    return { data: { "text/html": markup.join("\n"), "text/plain": plain.join("\n") }, metadata: {} };
  }
}

function valuesOf<Children extends readonly Widget<unknown>[]>(children: Children): Values<Children>;
function valuesOf(children: readonly Widget<unknown>[]): readonly unknown[] {
  return children.map((child) => child.value);
}

/**
 * Widgets below each other. The value is the list of their values.
 *
 * @throws {WidgetOptionError} when an argument is not a widget.
 *
 * @example
 * const panel = column(slider(1, 12), checkbox(true));
 * const [month, isLogarithmic] = panel.value;
 * console.log(month, isLogarithmic); // 6 true
 */
export function column<const Children extends readonly Widget<unknown>[]>(...children: Children): Box<Children> {
  return new Box("VBox", children);
}

/**
 * Widgets beside each other. The value is the list of their values.
 *
 * @throws {WidgetOptionError} when an argument is not a widget.
 *
 * @example
 * row(button("Again"), text("levit"));
 */
export function row<const Children extends readonly Widget<unknown>[]>(...children: Children): Box<Children> {
  return new Box("HBox", children);
}
