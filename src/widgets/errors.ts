import { inspect } from "node:util";
import { TsnbError } from "../util/error.ts";
import { withArticle } from "./article.ts";

/** A widget was made with invalid or inconsistent options. */
export class WidgetOptionError extends TsnbError {
  override readonly name = "WidgetOptionError";

  constructor(widget: string, got: string, fix: string) {
    super({ doing: `Making ${withArticle(widget)}`, got, fix });
  }
}

/** A widget cannot have this value. */
export class WidgetValueError extends TsnbError {
  override readonly name = "WidgetValueError";

  constructor(widget: string, got: unknown, allowed: string) {
    const shown = inspect(got, { breakLength: Infinity, depth: 1, maxStringLength: 100 });
    super({ doing: `Setting the value of ${withArticle(widget)}`, got: `got ${shown}`, fix: `Give ${allowed}` });
  }
}
