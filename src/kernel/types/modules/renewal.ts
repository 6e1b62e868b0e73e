import { type Meaning, type Slot, slotsOf } from "./meaning.ts";

export type Meanings = ReadonlyMap<string, Meaning>;

/** A cell that is read anew, in a module of its own. */
export type RenewedCell = { readonly from: Slot; readonly slot: Slot; readonly usedMeanings: Meanings };

/**
 * The cells to read anew below a cell, because they use what was declared again since they ran: functions
 * see the newest declaration, and so do types, while a value stays what it was made from.
 *
 * @param meanings what the cell's names mean.
 * @param entries what all names mean now.
 * @param room makes room for a cell that is read anew.
 * @returns these cells, and what the cell's names mean then; `undefined` where nothing was declared again.
 */
export function renewal(
  usedMeanings: Meanings,
  meanings: Meanings,
  room: (slot: Slot) => Slot,
): { readonly cells: readonly RenewedCell[]; readonly usedMeanings: Meanings } | undefined {
  const outdated = outdatedBelow(usedMeanings, meanings);
  if (outdated.length === 0) return undefined;
  const renewed = new Map(outdated.map((slot) => [slot, room(slot)]));
  const inNewest = (all: Meanings): Meanings =>
    new Map(Array.from(all, ([name, meaning]) => [name, moved(meaning, (slot) => renewed.get(slot) ?? slot)]));
  const cells = Array.from(renewed, ([from, slot]) => ({
    from,
    slot,
    usedMeanings: inNewest(meaningsIn(from, meanings)),
  }));
  return { cells, usedMeanings: inNewest(usedMeanings) };
}

function outdatedBelow(usedMeanings: Meanings, meanings: Meanings): Slot[] {
  const below = new Map<Slot, readonly Slot[]>();
  const outdated = new Set<Slot>();
  const open = [...usedMeanings.values()].flatMap(slotsOf);
  for (let slot = open.pop(); slot; slot = open.pop()) {
    if (below.has(slot) || !slot.facts || slot.isGlobal) continue;
    const now = meaningsIn(slot, meanings);
    const used = [...now.values()].flatMap(slotsOf);
    below.set(slot, used);
    open.push(...used);
    if ([...slot.usedMeanings].some(([name, then]) => isOther(then, now.get(name)))) outdated.add(slot);
  }
  for (let before = -1; before < outdated.size; ) {
    before = outdated.size;
    for (const [slot, used] of below) if (used.some((one) => outdated.has(one))) outdated.add(slot);
  }
  return [...outdated];
}

function isOther(then: Meaning, now: Meaning | undefined): boolean {
  return then.value?.slot !== now?.value?.slot || then.type?.slot !== now?.type?.slot;
}

/** What the names that a cell uses mean to it today. */
function meaningsIn({ facts, usedMeanings }: Slot, meanings: Meanings): Meanings {
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

/** What a name means whose value was used: what it was then, and of types the newest. */
function ofValue(then: Meaning, now: Meaning): Meaning {
  const type = then.value?.kind === "import" ? undefined : now.type;
  return { ...then, ...(type ? { type } : {}) };
}

function moved(meaning: Meaning, to: (slot: Slot) => Slot): Meaning {
  const { value, type, refiner, properties } = meaning;
  return {
    ...meaning,
    ...(value ? { value: { ...value, slot: to(value.slot) } } : {}),
    ...(type ? { type: { ...type, slot: to(type.slot) } } : {}),
    ...(refiner ? { refiner: to(refiner) } : {}),
    ...(properties ? { properties: new Map(Array.from(properties, ([path, slot]) => [path, to(slot)])) } : {}),
  };
}
