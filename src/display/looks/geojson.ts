import { toJson } from "../mime/content.ts";
import type { MimeBundle } from "../mime/mime.ts";
import { isObject } from "../object.ts";
import { valueText } from "../text/value-text.ts";

const GEOMETRIES = /^(?:Multi)?(?:Point|LineString|Polygon)$/;

// https://datatracker.ietf.org/doc/html/rfc7946
export function is(value: object): boolean {
  const type: unknown = Reflect.get(value, "type");
  if (type === "FeatureCollection") return isListOf("Feature", Reflect.get(value, "features"));
  if (type === "Feature") return isFeature(value);
  return isGeometry(value);
}

export function draw(value: object): MimeBundle {
  return { data: { "application/geo+json": toJson(value), "text/plain": valueText(value) }, metadata: {} };
}

function isFeature(value: object): boolean {
  const geometry: unknown = Reflect.get(value, "geometry");
  return "properties" in value && (geometry === null || (isObject(geometry) && isGeometry(geometry)));
}

function isGeometry(value: object): boolean {
  const type: unknown = Reflect.get(value, "type");
  if (type === "GeometryCollection") return Array.isArray(Reflect.get(value, "geometries"));
  return typeof type === "string" && GEOMETRIES.test(type) && Array.isArray(Reflect.get(value, "coordinates"));
}

function isListOf(type: string, list: unknown): boolean {
  return Array.isArray(list) && list.every((item) => isObject(item) && Reflect.get(item, "type") === type);
}
