import type { CellModule, Meaning } from "./cell-module.ts";
import { modulesOf } from "./meaning.ts";

export type Meanings = ReadonlyMap<string, Meaning>;

/** An outdated cell (`from`), and the module in which it is read again. */
export type RenewedCell = { readonly from: CellModule; readonly module: CellModule; readonly usedMeanings: Meanings };

/**
 * The outdated modules that a cell depends on: those with names that were declared again later. Functions and types
 * see the newest declaration, while a value keeps the type that it was created with.
 *
 * @param usedMeanings the meanings of the names that the cell uses.
 * @param meanings the current meanings of all names.
 * @param room provides a module for a cell that is read again.
 * @returns the outdated cells, and the renewed meanings of the cell's names; `undefined` when no cell is outdated.
 */
export function renewal(
  usedMeanings: Meanings,
  meanings: Meanings,
  room: (module: CellModule) => CellModule,
): { readonly cells: readonly RenewedCell[]; readonly usedMeanings: Meanings } | undefined {
  const outdated = outdatedBelow(usedMeanings, meanings);
  if (outdated.length === 0) return undefined;
  const renewed = new Map(outdated.map((module) => [module, room(module)]));
  const inNewest = (all: Meanings): Meanings =>
    new Map(Array.from(all, ([name, meaning]) => [name, moved(meaning, (module) => renewed.get(module) ?? module)]));
  const cells = Array.from(renewed, ([from, module]) => ({
    from,
    module,
    usedMeanings: inNewest(meaningsIn(from, meanings)),
  }));
  return { cells, usedMeanings: inNewest(usedMeanings) };
}

function outdatedBelow(usedMeanings: Meanings, meanings: Meanings): CellModule[] {
  const below = new Map<CellModule, readonly CellModule[]>();
  const outdated = new Set<CellModule>();
  const open = [...usedMeanings.values()].flatMap(modulesOf);
  for (let module = open.pop(); module; module = open.pop()) {
    if (below.has(module) || !module.facts || module.isGlobal) continue;
    const now = meaningsIn(module, meanings);
    const used = [...now.values()].flatMap(modulesOf);
    below.set(module, used);
    open.push(...used);
    if ([...module.usedMeanings].some(([name, then]) => isOther(then, now.get(name)))) outdated.add(module);
  }
  for (let before = -1; before < outdated.size; ) {
    before = outdated.size;
    for (const [module, used] of below) if (used.some((one) => outdated.has(one))) outdated.add(module);
  }
  return [...outdated];
}

function isOther(then: Meaning, now: Meaning | undefined): boolean {
  return then.value?.module !== now?.value?.module || then.type?.module !== now?.type?.module;
}

/** The current meanings of the names that a cell uses. */
function meaningsIn({ facts, usedMeanings }: CellModule, meanings: Meanings): Meanings {
  const declared = new Set(facts?.declarations.map(({ name }) => name));
  const read = new Set(facts?.direct.map(({ name }) => name));
  return new Map(
    Array.from(usedMeanings, ([name, then]) => {
      const now = meanings.get(name);
      const isSame = !now || declared.has(name) || isSameImport(then, now);
      return [name, isSame ? then : read.has(name) && then.value?.kind !== "enum" ? ofValue(then, now) : now];
    }),
  );
}

function isSameImport({ value: then }: Meaning, { value: now }: Meaning): boolean {
  return then?.kind === "import" && now?.kind === "import" && then.text === now.text;
}

/** The meaning of a name whose value was read: the value as it was then, with the newest type. */
function ofValue(then: Meaning, now: Meaning): Meaning {
  const type = then.value?.kind === "import" ? undefined : now.type;
  return { ...then, ...(type ? { type } : {}) };
}

function moved(meaning: Meaning, to: (module: CellModule) => CellModule): Meaning {
  const { value, type, refiner, properties } = meaning;
  return {
    ...meaning,
    ...(value ? { value: { ...value, module: to(value.module) } } : {}),
    ...(type ? { type: { ...type, module: to(type.module) } } : {}),
    ...(refiner ? { refiner: to(refiner) } : {}),
    ...(properties ? { properties: new Map(Array.from(properties, ([path, module]) => [path, to(module)])) } : {}),
  };
}
