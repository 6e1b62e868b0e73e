import { bundle } from "../../display/bundle.ts";
import type { MimeBundle } from "../../display/mime/mime.ts";
import { messageOf } from "../../util/error.ts";
import { WidgetValueError } from "../errors.ts";
import { ownKernel, type OutputItem } from "../model/kernel.ts";
import { outputState } from "../model/style-and-layout.ts";
import { Widget } from "../widget.ts";

/**
 * A place for outputs that can be replaced. Its value is the list of outputs, in the form that notebooks store.
 *
 * @example
 * const place: Output = output();
 * await place.show("ready");
 * console.log(place.value.length); // 1
 */
export class Output extends Widget<readonly OutputItem[]> {
  /** @internal */
  constructor() {
    let outputs: readonly OutputItem[] = [];
    super({
      state: { ...outputState(), msg_id: "", outputs: [] },
      read: () => outputs,
      write: (given) => {
        if (!isOutputs(given)) throw new WidgetValueError("place for outputs", given, "a list of outputs");
        outputs = given;
        return { outputs };
      },
    });
  }

  /** Shows a value instead of the present outputs. */
  async show(value: unknown): Promise<void> {
    this.value = [displayOf(await bundle(value))];
  }

  /** Shows a value below the present outputs. */
  async append(value: unknown): Promise<void> {
    const shown = displayOf(await bundle(value));
    this.value = [...this.value, shown];
  }

  /** Removes the present outputs. */
  clear(): void {
    this.value = [];
  }

  /**
   * Runs code and replaces the outputs by what it prints, shows and returns. If it throws, the error is shown and not
   * thrown again. Resolves with what the code returns, or with undefined after an error.
   */
  async run<Result>(code: () => Result): Promise<Awaited<Result> | undefined> {
    const kernel = ownKernel();
    let outputs: OutputItem[] = [];
    try {
      const sink = (next: OutputItem | "clear"): void => {
        outputs = next === "clear" ? [] : joined(outputs, next);
      };
      let result: Awaited<Result> | undefined;
      const keep = async (): Promise<void> => {
        result = await code();
      };
      await (kernel === undefined ? keep() : kernel.capture(keep, sink));
      if (result !== undefined) outputs = [...outputs, displayOf(await bundle(result))];
      this.value = outputs.filter(hasContent);
      return result;
    } catch (error) {
      this.value = [...outputs, { output_type: "error", ...(kernel?.report(error) ?? reportOf(error)) }];
      return undefined;
    }
  }

  /** @internal */
  protected override fallback(): MimeBundle {
    const last = this.value.findLast((one) => one.output_type === "display_data");
    if (last !== undefined) return { data: { ...last.data }, metadata: { ...last.metadata } };
    const lines = this.value.map((one) => ("text" in one ? one.text : "evalue" in one ? one.evalue : ""));
    return { data: { "text/plain": lines.join("") }, metadata: {} };
  }
}

function displayOf({ data, metadata }: MimeBundle): OutputItem {
  return { output_type: "display_data", data, metadata };
}

function hasContent(item: OutputItem): boolean {
  return item.output_type !== "display_data" || Object.keys(item.data).length > 0;
}

function joined(outputs: readonly OutputItem[], next: OutputItem): OutputItem[] {
  const last = outputs.at(-1);
  if (last?.output_type !== "stream" || next.output_type !== "stream" || last.name !== next.name) {
    return [...outputs, next];
  }
  return [...outputs.slice(0, -1), { ...last, text: last.text + next.text }];
}

function reportOf(error: unknown): { ename: string; evalue: string; traceback: readonly string[] } {
  const [ename, evalue] = [error instanceof Error ? error.name : "Error", messageOf(error)];
  return { ename, evalue, traceback: [`${ename}: ${evalue}`] };
}

function isOutputs(given: unknown): given is readonly OutputItem[] {
  return Array.isArray(given) && given.every((one) => typeof one === "object" && one !== null && "output_type" in one);
}

/**
 * A place for outputs that can be replaced, shown by itself or among other widgets.
 *
 * @example
 * const place = output();
 * await place.show([1, 2, 3]);
 * await place.run(() => "done");
 */
export function output(): Output {
  return new Output();
}
