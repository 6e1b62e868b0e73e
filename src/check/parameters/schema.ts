import { type Project, SymbolFlags, type Type, TypeFlags } from "typescript/unstable/sync";
import type { JsonObject, JsonValue } from "../../jupyter/json.ts";

const DEEPEST = 12;

/**
 * The values of a type that JSON can carry, as JSON Schema 2020-12: a bigint as an integer, a Date as a string. Types
 * that JSON cannot carry, such as functions, are left open, and so are types nested too deeply, such as those that contain themselves.
 */
export function schemaOf(type: Type, project: Project, depth = 0): JsonObject {
  const { flags } = type;
  if (flags & TypeFlags.Boolean) return { type: "boolean" };
  if (flags & (TypeFlags.String | TypeFlags.TemplateLiteral)) return { type: "string" };
  if (flags & TypeFlags.BigInt) return { type: "integer" };
  if (flags & TypeFlags.Number) return { type: "number" };
  if (flags & TypeFlags.Null) return { type: "null" };
  if (type.isStringLiteralType() || type.isNumberLiteralType() || type.isBooleanLiteralType())
    return { const: type.value };
  if (depth >= DEEPEST) return {};
  if (type.isUnionType()) return unionSchema(type.getTypes(), project, depth);
  return type.isObjectType() ? objectSchema(type, project, depth) : {};
}

function nullLast({ flags }: Type): number {
  return flags & TypeFlags.Null ? 1 : 0;
}

function unionSchema(types: readonly Type[], project: Project, depth: number): JsonObject {
  const given = types
    .filter(({ flags }) => !(flags & (TypeFlags.Undefined | TypeFlags.Void)))
    .toSorted((a, b) => nullLast(a) - nullLast(b));
  const schemas = given.map((type) => schemaOf(type, project, depth + 1));
  const constants = schemas.flatMap((schema): JsonValue[] => ("const" in schema ? [schema["const"] ?? null] : []));
  const others = schemas.filter((schema) => !("const" in schema));
  // The compiler treats boolean as the union of its two values.
  const isBoolean = constants.includes(true) && constants.includes(false);
  const values = isBoolean ? constants.filter((value) => typeof value !== "boolean") : constants;
  const all = [
    ...others,
    ...(isBoolean ? [{ type: "boolean" }] : []),
    ...(values.length > 0 ? [{ enum: values }] : []),
  ];
  const [only] = all;
  return all.length === 1 && only ? only : { anyOf: all };
}

function objectSchema(type: Type, project: Project, depth: number): JsonObject {
  const { checker } = project;
  if (type.getSymbol()?.name === "Date") return { type: "string", format: "date-time" };
  const inner = (part: Type) => schemaOf(part, project, depth + 1);
  if (checker.isTupleType(type)) {
    const parts = type.isTypeReference() ? checker.getTypeArguments(type) : [];
    const prefixItems = parts.map(inner);
    return { type: "array", prefixItems, minItems: parts.length, maxItems: parts.length };
  }
  if (checker.isArrayLikeType(type)) {
    const [item] = type.isTypeReference() ? checker.getTypeArguments(type) : [];
    return { type: "array", ...(item ? { items: inner(item) } : {}) };
  }
  const members = checker.getPropertiesOfType(type);
  if (members.some(({ flags }) => flags & SymbolFlags.Method)) return {};
  const types = checker.getTypeOfSymbol(members);
  const properties: Record<string, JsonObject> = {};
  for (const [index, { name }] of members.entries()) {
    const of = types[index];
    properties[name] = of ? inner(of) : {};
  }
  const required = members.filter(({ flags }) => !(flags & SymbolFlags.Optional)).map(({ name }) => name);
  const [index] = checker.getIndexInfosOfType(type);
  return {
    type: "object",
    properties,
    ...(required.length > 0 ? { required } : {}),
    additionalProperties: index ? inner(index.valueType) : false,
  };
}
