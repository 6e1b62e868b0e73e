import type { CommandRegistry } from "@lumino/commands";
import { Menu } from "@lumino/widgets";
import type { EditorView } from "@codemirror/view";

const CHOICE = "tsnb:choice";

/** Lets the user choose from a list below the cursor; undefined when the user chooses nothing. */
export class Chooser {
  readonly #commands: CommandRegistry;
  #chosen: ((index: number) => void) | undefined;

  constructor(commands: CommandRegistry) {
    this.#commands = commands;
    commands.addCommand(CHOICE, {
      label: ({ label }) => (typeof label === "string" ? label : ""),
      execute: (args) => this.#chosen?.(Number(args["index"])),
      isVisible: () => this.#chosen !== undefined,
    });
  }

  async choose<T>(items: readonly T[], label: (item: T) => string, view: EditorView): Promise<T | undefined> {
    const menu = new Menu({ commands: this.#commands });
    menu.addClass("tsnb-choices");
    for (const [index, item] of items.entries()) {
      menu.addItem({ command: CHOICE, args: { index, label: label(item) } });
    }
    const at = view.coordsAtPos(view.state.selection.main.head) ?? view.dom.getBoundingClientRect();
    const index = await new Promise<number | undefined>((resolve) => {
      this.#chosen = resolve;
      // A menu closes before the command of its item runs.
      menu.aboutToClose.connect(() => setTimeout(() => resolve(undefined)));
      menu.open(at.left, at.bottom);
    });
    this.#chosen = undefined;
    menu.dispose();
    view.focus();
    return index === undefined ? undefined : items[index];
  }
}
