import { type CellFacts, wordsIn } from "../../kernel/types/facts/cell-facts.ts";
import type { Declaration } from "../../kernel/types/facts/declarations.ts";
import type { Diagnostic, TypeService } from "../../kernel/types/service-interface.ts";
import { type CellFinding, numberedCellName, nameStart } from "../findings/cell-finding.ts";
import type { SubjectCell } from "../subject.ts";

type Read = { readonly cell: SubjectCell; readonly facts: CellFacts | undefined };

/** An earlier cell whose functions use a name that a later cell declares again. */
type User = { readonly read: Read; readonly functions: readonly Declaration[] };

/**
 * Finds names that are declared again with another type while functions of earlier cells use them: such functions
 * see the newest value.
 */
export class RedeclaredNames {
  readonly #service: TypeService;
  readonly #earlier: Read[] = [];
  readonly #declared = new Set<string>();
  #types = new Map<string, string | undefined>();

  /** @param service the type service that has accepted the cells so far. */
  constructor(service: TypeService) {
    this.#service = service;
  }

  /** Notes the meaning of names before a cell that declares them again is accepted. */
  async before(read: Read): Promise<void> {
    const names = new Set(read.facts?.declarations.map(({ name }) => name));
    this.#types = new Map();
    for (const name of names) {
      if (this.#declared.has(name) && this.#usersOf(name).length > 0) this.#types.set(name, await this.#typeOf(name));
    }
  }

  /** The findings in functions of earlier cells after a cell was accepted. */
  async after(read: Read): Promise<CellFinding[]> {
    const found: CellFinding[] = [];
    for (const [name, before] of this.#types) {
      const now = await this.#typeOf(name);
      if (before === undefined || now === undefined) continue;
      for (const user of this.#usersOf(name)) found.push(...(await this.#findings(name, read, user, { before, now })));
    }
    for (const { name } of read.facts?.declarations ?? []) this.#declared.add(name);
    this.#earlier.push(read);
    return found;
  }

  #usersOf(name: string): User[] {
    return this.#earlier.flatMap((read): User[] => {
      const uses = read.facts?.nested.filter((use) => use.name === name) ?? [];
      const functions = (read.facts?.declarations ?? []).filter(
        ({ start, end, kind, value }) =>
          (kind === "function" || kind === "class" || value?.isFunction === true) &&
          uses.some((use) => start <= use.start && use.start < end),
      );
      return functions.length > 0 ? [{ read, functions }] : [];
    });
  }

  async #findings(
    name: string,
    { cell, facts }: Read,
    { read, functions }: User,
    types: { readonly before: string; readonly now: string },
  ): Promise<CellFinding[]> {
    const declaration = facts?.declarations.find((one) => one.name === name);
    const start = nameStart(cell.code, name, declaration?.start ?? 0);
    // A class of the same name may have other members.
    const isNamedAlike = types.now === types.before;
    const broken = isNamedAlike && declaration?.kind !== "class" ? undefined : await this.#broken(functions, name);
    if (isNamedAlike && !broken) return [];
    const who = `${functions.map((one) => one.name).join(", ")} in ${numberedCellName(read.cell)}`;
    const change = isNamedAlike
      ? `a different class from the one that ${who} was written for`
      : `${types.now}, but was ${types.before} when ${who}, which uses it, was written`;
    const why = broken ? `; there, ${broken.message}` : "";
    return [
      {
        cell,
        start,
        end: start + name.length,
        rule: "redeclared",
        severity: broken ? "error" : "warning",
        message: `"${name}" is now ${change}${why}`,
      },
    ];
  }

  /** The compiler's first error in functions that use a name with its new type; undefined without one. */
  async #broken(functions: readonly Declaration[], name: string): Promise<Diagnostic | undefined> {
    for (const { text } of functions) {
      const found = await this.#service.check({ id: -1, code: text, executionCount: 0 });
      const lines = text.split("\n").map((line) => wordsIn(line).has(name));
      const broken = found.find(({ severity, line, file }) => severity === "error" && !file && lines[line - 1]);
      if (broken) return broken;
    }
    return undefined;
  }

  async #typeOf(name: string): Promise<string | undefined> {
    const found = await this.#service.inspect(name, 0, 0);
    return found && widened(found.signature.replace(/^(?:const|let|var|\(alias\)) [^:]*: /, ""));
  }
}

// A constant that is 1 and one that is 2 are both numbers to their users.
function widened(type: string): string {
  if (/^"(?:[^"\\]|\\.)*"$/.test(type)) return "string";
  if (/^-?\d[\d.e+-]*$/.test(type)) return "number";
  return /^(?:true|false)$/.test(type) ? "boolean" : type;
}
