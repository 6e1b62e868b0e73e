import type { JsonObject } from "../jupyter/json.ts";

/** The tags in a cell's metadata. */
export function tagsOf({ tags }: JsonObject): readonly string[] {
  return Array.isArray(tags) ? tags.filter((tag) => typeof tag === "string") : [];
}

/** True when the metadata of a cell has the tag. */
export function hasTag({ tags }: JsonObject, tag: string): boolean {
  return Array.isArray(tags) && tags.includes(tag);
}
