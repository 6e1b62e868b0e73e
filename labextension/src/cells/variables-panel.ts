import { Widget } from "@lumino/widgets";
import type { ShownVariable } from "../../../src/kernel/protocol/notebook/messages.ts";
import type { FollowedNotebook } from "./followed-notebook.ts";
import { variablesIcon } from "./icons.ts";

/** The side panel with the names that cells declared, and their values. */
export class VariablesPanel extends Widget {
  #notebook: FollowedNotebook | undefined;

  readonly #draw = (): void => {
    const variables = this.#notebook?.variables ?? [];
    const isConnected = this.#notebook?.isConnected === true;
    const heading = element("h2", "Variables");
    if (variables.length > 0) {
      this.node.replaceChildren(heading, this.#table(variables));
      return;
    }
    const note = isConnected ? "No cell has declared a name yet." : "Open a notebook of the kernel TypeScript (tsnb).";
    this.node.replaceChildren(heading, element("p", note));
  };

  constructor() {
    super();
    this.id = "tsnb-variables";
    this.addClass("tsnb-Variables");
    this.title.icon = variablesIcon;
    this.title.caption = "Variables";
    this.#draw();
  }

  /** Shows the variables of a notebook. */
  follow(notebook: FollowedNotebook | undefined): void {
    if (notebook === this.#notebook) return;
    this.#notebook?.changed.disconnect(this.#draw);
    this.#notebook?.wantVariables(false);
    this.#notebook = notebook;
    notebook?.changed.connect(this.#draw);
    notebook?.wantVariables(this.isVisible);
    this.#draw();
  }

  protected override onAfterShow(): void {
    this.#notebook?.wantVariables(true);
  }

  protected override onAfterHide(): void {
    this.#notebook?.wantVariables(false);
  }

  #table(variables: readonly ShownVariable[]): HTMLElement {
    const head = element("tr");
    for (const title of ["Name", "Type", "Value", "Cell"]) head.append(element("th", title));
    const body = element("tbody");
    for (const variable of variables) body.append(this.#row(variable));
    const table = element("table");
    const top = element("thead");
    top.append(head);
    table.append(top, body);
    return table;
  }

  #row({ name, type, shape, value, cell, cellId }: ShownVariable): HTMLElement {
    const row = element("tr");
    const label = /\[.*\]/.exec(cell)?.[0] ?? cell;
    const shown = [shape, value].filter((text) => text !== "").join(" ");
    for (const [text, full] of [[name], [type], [shape || value, shown]] as const) {
      const field = element("td", text);
      field.title = full ?? text;
      row.append(field);
    }
    const place = element("td");
    if (cellId === null) place.textContent = label;
    else {
      const button = element("button", label);
      button.title = `Show the cell that declared ${name}`;
      place.append(button);
      row.addEventListener("click", () => void this.#notebook?.reveal(cellId));
    }
    row.append(place);
    return row;
  }
}

function element<Name extends keyof HTMLElementTagNameMap>(name: Name, text = ""): HTMLElementTagNameMap[Name] {
  const made = document.createElement(name);
  made.textContent = text;
  return made;
}
