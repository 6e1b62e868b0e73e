import { type Entry, type Slot, slotsOf } from "./meaning.ts";

export type Meanings = ReadonlyMap<string, Entry>;

/** A cell that is read anew, in a module of its own. */
export type RenewedCell = { readonly from: Slot; readonly slot: Slot; readonly meanings: Meanings };

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
  meanings: Meanings,
  entries: Meanings,
  room: (slot: Slot) => Slot,
): { readonly cells: readonly RenewedCell[]; readonly meanings: Meanings } | undefined {
  const outdated = outdatedBelow(meanings, entries);
  if (outdated.length === 0) return undefined;
  const renewed = new Map(outdated.map((slot) => [slot, room(slot)]));
  const inNewest = (all: Meanings): Meanings =>
    new Map(Array.from(all, ([name, entry]) => [name, moved(entry, (slot) => renewed.get(slot) ?? slot)]));
  const cells = Array.from(renewed, ([from, slot]) => ({ from, slot, meanings: inNewest(meaningsIn(from, entries)) }));
  return { cells, meanings: inNewest(meanings) };
}

function outdatedBelow(meanings: Meanings, entries: Meanings): Slot[] {
  const below = new Map<Slot, readonly Slot[]>();
  const outdated = new Set<Slot>();
  const open = [...meanings.values()].flatMap(slotsOf);
  for (let slot = open.pop(); slot; slot = open.pop()) {
    if (below.has(slot) || !slot.facts || slot.isGlobal) continue;
    const now = meaningsIn(slot, entries);
    const used = [...now.values()].flatMap(slotsOf);
    below.set(slot, used);
    open.push(...used);
    if ([...slot.meanings].some(([name, then]) => isOther(then, now.get(name)))) outdated.add(slot);
  }
  for (let before = -1; before < outdated.size; ) {
    before = outdated.size;
    for (const [slot, used] of below) if (used.some((one) => outdated.has(one))) outdated.add(slot);
  }
  return [...outdated];
}

function isOther(then: Entry, now: Entry | undefined): boolean {
  return then.value?.slot !== now?.value?.slot || then.type?.slot !== now?.type?.slot;
}

/** What the names that a cell uses mean to it today. */
function meaningsIn({ facts, meanings }: Slot, entries: Meanings): Meanings {
  const declared = new Set(facts?.declarations.map(({ name }) => name));
  const read = new Set(facts?.direct.map(({ name }) => name));
  return new Map(
    Array.from(meanings, ([name, then]) => {
      const now = entries.get(name);
      const isSame = !now || declared.has(name) || isSameImport(then, now);
      return [name, isSame ? then : read.has(name) && then.value?.kind !== "enum" ? ofValue(then, now) : now];
    }),
  );
}

function isSameImport({ value: then }: Entry, { value: now }: Entry): boolean {
  return then?.kind === "import" && now?.kind === "import" && then.text === now.text;
}

/** What a name means whose value was used: what it was then, and of types the newest. */
function ofValue(then: Entry, now: Entry): Entry {
  const type = then.value?.kind === "import" ? undefined : now.type;
  return { ...then, ...(type ? { type } : {}) };
}

function moved(entry: Entry, to: (slot: Slot) => Slot): Entry {
  const { value, type, narrowed, properties } = entry;
  return {
    ...entry,
    ...(value ? { value: { ...value, slot: to(value.slot) } } : {}),
    ...(type ? { type: { ...type, slot: to(type.slot) } } : {}),
    ...(narrowed ? { narrowed: to(narrowed) } : {}),
    ...(properties ? { properties: new Map(Array.from(properties, ([path, slot]) => [path, to(slot)])) } : {}),
  };
}
