import { insteadOf } from "../../magic/foreign-magics.ts";
import { MAGICS, magicNamed } from "../../magic/list.ts";
import { type DeclaredName, type MagicContext, MagicError } from "../../magic/magic.ts";
import type { MagicLine } from "../../magic/lines.ts";
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

  constructor({ link, attribution, interrupts, folder, names, reset, packages, enquiries }: MagicParts) {
    this.#enquiries = enquiries;
    this.#context = {
      magics: MAGICS,
      folder,
      interrupts,
      print: (text) => void process.stdout.write(text),
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
   * @throws {MagicError} for an unknown command; the command's own errors.
   */
  async run({ name, argument }: MagicLine, code?: () => unknown): Promise<void> {
    if (name === "shell") {
      const { runShell } = await import("../../magic/shell.ts");
      return runShell(argument, this.#context.interrupts).finally(() => this.#tellReplaced());
    }
    if (name === "?" || name === "??") return this.#inspect(argument, name === "??" ? 1 : 0);
    const magic = magicNamed(name);
    if (!magic) throw new MagicError(unknown(name));
    await magic.run({ argument, code }, this.#context);
  }

  // Node never loads a package again, and two versions at once would not share classes.
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

function unknown(name: string): string {
  const isWhole = name.startsWith("%");
  const instead = insteadOf(isWhole ? name.slice(1) : name);
  const what = isWhole
    ? `%${name} is not a command of this kernel, whose cells are TypeScript`
    : `%${name} is not a command`;
  return `${what}: ${instead ?? `the commands are ${known()} and !command`}`;
}

function known(): string {
  return MAGICS.map(({ name }) => `%${name}`).join(", ");
}
