import { MAGICS, magicNamed } from "../../magic/list.ts";
import { type DeclaredName, type MagicContext, MagicError } from "../../magic/magic.ts";
import { refusalOf } from "../../magic/advice/refusal.ts";
import type { MagicLine } from "../../magic/lines/magic-lines.ts";
import type { Attribution } from "./attribution.ts";
import type { Enquiries } from "../inspecting/enquiries.ts";
import type { Interrupts } from "./interrupts.ts";
import type { LoadedPackages } from "../modules/loaded-packages.ts";
import type { ParentLink } from "../parent-link.ts";

export type MagicParts = {
  readonly link: ParentLink;
  readonly attribution: Attribution;
  readonly interrupts: Interrupts;
  readonly folder: string;
  readonly enquiries: Enquiries;
  readonly names: () => readonly DeclaredName[];
  readonly reset: () => void;
  readonly packages: LoadedPackages;
};

/** Runs the commands of cells. */
export class Magics {
  readonly #context: MagicContext;
  readonly #enquiries: Enquiries;
  readonly #packages: LoadedPackages;
  #endings: (() => void)[] = [];

  constructor({ link, attribution, interrupts, folder, names, reset, packages, enquiries }: MagicParts) {
    this.#enquiries = enquiries;
    this.#context = {
      magics: MAGICS,
      folder,
      interrupts,
      print: (text) => void process.stdout.write(text),
      display: (data) => link.send({ type: "display", cell: attribution.cell, data, metadata: {} }),
      atEnd: (listener) => void this.#endings.push(listener),
      names,
      reset: () => {
        reset();
        link.send({ type: "session", cell: attribution.cell, event: "reset" });
      },
      showDependencies: () => enquiries.showDependencies(),
      setCheckMode: (mode) => link.send({ type: "check-mode", mode }),
      packagesChanged: () => {
        link.send({ type: "session", cell: attribution.cell, event: "packages" });
        this.#tellReplaced();
      },
    };
    this.#packages = packages;
  }

  /**
   * Runs the command of a line.
   *
   * @param code the argument as a function, for a command that takes code.
   * @returns the value of the line.
   * @throws {MagicError} for an unknown command; the command's own errors.
   */
  async run(line: MagicLine, code?: () => unknown): Promise<unknown> {
    const { name, argument, body = "", capture } = line;
    if (name === "shell") {
      const { linesOfShell, runShell } = await import("../../magic/shell/shell.ts");
      const { interrupts } = this.#context;
      const work: Promise<unknown> = capture ? linesOfShell(argument, interrupts) : runShell(argument, interrupts);
      return work.finally(() => this.#tellReplaced());
    }
    if (name === "?" || name === "??") return this.#inspect(argument, name === "??" ? 1 : 0);
    const refusal = refusalOf(line);
    const isWholeCell = name.startsWith("%");
    const magic = magicNamed(isWholeCell ? name.slice(1) : name);
    if (!magic || refusal !== undefined) throw new MagicError(refusal ?? `%${name} is not a command`);
    return await magic.run({ argument, body, code, isWholeCell }, this.#context);
  }

  /** Calls the functions that commands registered for the end of the cell. */
  end(): void {
    for (const ending of this.#endings.splice(0)) ending();
  }

  // Node never reloads a package, and two versions at once would not share classes.
  #tellReplaced(): void {
    for (const { name, loaded, installed } of this.#packages.replaced()) {
      process.stderr.write(
        `${name} ${installed} is installed, but ${loaded} is in memory: restart the kernel to use ${installed}\n`,
      );
    }
  }

  async #inspect(expression: string, detail: 0 | 1): Promise<void> {
    const magic = expression.startsWith("%") ? magicNamed(expression.slice(1)) : undefined;
    if (magic) this.#context.print(`${magic.usage}\n  ${magic.help}\n`);
    else if (!(await this.#enquiries.showHelp(expression, detail))) {
      throw new MagicError(`${expression}? asks for help, but nothing is known about ${expression}`);
    }
  }
}
