import { parseSync, type Node } from "oxc-parser";

/** The value of JSON with comments and trailing commas, as in tsconfig.json; undefined for any other text. */
export function jsonWithComments(text: string): unknown {
  const { program, errors } = parseSync("config.js", `(${text.replace(/^\uFEFF/, "")}\n)`, { lang: "js" });
  const [statement] = program.body;
  if (errors.length > 0 || statement?.type !== "ExpressionStatement") return undefined;
  return valueOf(statement.expression);
}

function valueOf(node: Node): unknown {
  switch (node.type) {
    case "ParenthesizedExpression":
      return valueOf(node.expression);
    case "Literal":
      return node.value;
    case "UnaryExpression":
      return node.operator === "-" ? -Number(valueOf(node.argument)) : undefined;
    case "ArrayExpression":
      return node.elements.map((element) => (element ? valueOf(element) : null));
    case "ObjectExpression":
      return Object.fromEntries(
        node.properties.flatMap((property) => {
          if (property.type !== "Property") return [];
          const key = property.key.type === "Identifier" ? property.key.name : valueOf(property.key);
          return [[String(key), valueOf(property.value)]];
        }),
      );
    default:
      return undefined;
  }
}
