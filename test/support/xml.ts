/** A parsed XML element; `text` is the text directly in it. */
export type XmlNode = {
  readonly name: string;
  readonly attributes: Readonly<Record<string, string>>;
  readonly children: readonly XmlNode[];
  readonly text: string;
};

const TOKEN = /<(\/?)([\w-]+)((?:\s+[\w-]+="[^"<]*")*)\s*(\/?)>|([^<]+)/gy;
// The characters that XML 1.0 forbids: https://www.w3.org/TR/xml/#charsets
const FORBIDDEN = /(?![\t\n\r])[\p{Cc}\p{Cs}\u{fffe}\u{ffff}]/u;

/** Parses a document of elements, attributes and text; throws when it is not well-formed. */
export function parseXml(text: string): XmlNode {
  if (FORBIDDEN.test(text)) throw new Error("It holds a character that XML does not allow");
  const body = text.replace(/^<\?xml [^?]*\?>\s*/, "").trimEnd();
  const root = { name: "", attributes: {}, children: [] as XmlNode[], text: "" };
  const open = [root];
  let at = 0;
  for (const match of body.matchAll(TOKEN)) {
    const [whole, closing, name = "", attributes = "", empty, content] = match;
    at = match.index + whole.length;
    const top = open.at(-1) ?? root;
    if (content !== undefined) top.text += decoded(content);
    else if (closing) {
      if (top.name !== name || open.length === 1) throw new Error(`</${name}> closes <${top.name}>`);
      open.pop();
    } else {
      const node = { name, attributes: attributesOf(attributes), children: [], text: "" };
      top.children.push(node);
      if (!empty) open.push(node);
    }
  }
  const [only, ...others] = root.children;
  if (at !== body.length || open.length > 1 || only === undefined || others.length > 0) {
    throw new Error(`It is not well-formed at ${JSON.stringify(body.slice(at, at + 40))}`);
  }
  return only;
}

function attributesOf(text: string): Record<string, string> {
  return Object.fromEntries(
    Array.from(text.matchAll(/([\w-]+)="([^"]*)"/g), ([, key = "", value = ""]) => [key, decoded(value)]),
  );
}

function decoded(text: string): string {
  return text.replaceAll(/&(?:#(\d+)|(\w+));|&/g, (whole, code?: string, name?: string) => {
    if (code !== undefined) return String.fromCodePoint(Number(code));
    const character = { amp: "&", lt: "<", gt: ">", quot: '"', apos: "'" }[name ?? ""];
    if (character === undefined) throw new Error(`${whole} is not escaped`);
    return character;
  });
}
