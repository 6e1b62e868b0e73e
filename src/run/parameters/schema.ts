import type { Node } from "oxc-parser";
import type { JsonObject, JsonValue } from "../../jupyter/json.ts";

const DEEPEST = 8;

/**
 * A type as JSON Schema, from its text alone: primitive types, literals, unions, arrays, tuples, object types, and
 * the names of types declared beside it. An empty schema, which allows everything, for any other.
 */
export function schemaOf(type: Node, named: ReadonlyMap<string, Node>, depth = 0): JsonObject {
  if (depth > DEEPEST) return {};
  const inner = (node: Node): JsonObject => schemaOf(node, named, depth + 1);
  switch (type.type) {
    case "TSNumberKeyword":
      return { type: "number" };
    case "TSStringKeyword":
      return { type: "string" };
    case "TSBooleanKeyword":
      return { type: "boolean" };
    case "TSNullKeyword":
      return { type: "null" };
    case "TSParenthesizedType":
      return inner(type.typeAnnotation);
    case "TSLiteralType": {
      const value = literalOf(type.literal);
      return value === undefined ? {} : { const: value };
    }
    case "TSUnionType":
      return unionOf(type.types.map(inner));
    case "TSArrayType":
      return { type: "array", items: inner(type.elementType) };
    case "TSTypeOperator":
      return type.operator === "readonly" ? inner(type.typeAnnotation) : {};
    case "TSTupleType": {
      const items = type.elementTypes.map(inner);
      return { type: "array", prefixItems: items, minItems: items.length, maxItems: items.length };
    }
    case "TSTypeLiteral":
      return objectOf(type.members, inner);
    case "TSInterfaceBody":
      return objectOf(type.body, inner);
    case "TSTypeReference": {
      const name = type.typeName.type === "Identifier" ? type.typeName.name : "";
      const [first] = type.typeArguments?.params ?? [];
      if ((name === "Array" || name === "ReadonlyArray") && first) return { type: "array", items: inner(first) };
      const known = named.get(name);
      return known ? inner(known) : {};
    }
    default:
      return {};
  }
}

function unionOf(schemas: readonly JsonObject[]): JsonObject {
  const values = schemas.flatMap((schema) => ("const" in schema ? [schema["const"] ?? null] : []));
  return values.length === schemas.length ? { enum: values } : { anyOf: schemas };
}

function objectOf(members: readonly Node[], inner: (node: Node) => JsonObject): JsonObject {
  const properties: Record<string, JsonValue> = {};
  const required: string[] = [];
  for (const member of members) {
    if (member.type !== "TSPropertySignature" || !member.typeAnnotation) return { type: "object" };
    const name = member.key.type === "Identifier" ? member.key.name : literalOf(member.key);
    if (typeof name !== "string") return { type: "object" };
    properties[name] = inner(member.typeAnnotation.typeAnnotation);
    if (!member.optional) required.push(name);
  }
  return { type: "object", properties, required, additionalProperties: false };
}

function literalOf(node: Node): string | number | boolean | undefined {
  if (node.type === "UnaryExpression" && node.operator === "-") {
    const value = literalOf(node.argument);
    return typeof value === "number" ? -value : undefined;
  }
  if (node.type !== "Literal") return undefined;
  const { value } = node;
  return typeof value === "string" || typeof value === "number" || typeof value === "boolean" ? value : undefined;
}
