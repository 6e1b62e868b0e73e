import { type Encoded, type FrameCodec, type Graph, type GraphNode, VIEWS } from "./encode.ts";

/** The values of the names in an encoded graph; each object is made once. */
export function decodeValues({ names, values, nodes }: Graph, frames: FrameCodec): Record<string, unknown> {
  const made: object[] = [];
  const valueOf = (encoded: Encoded): unknown =>
    typeof encoded === "object" && encoded !== null ? made[encoded.node] : encoded;
  // Buffers come after the views on them.
  for (const [index, node] of nodes.entries()) if (node.kind === "bytes") made[index] = bytesOf(node);
  for (const [index, node] of nodes.entries()) {
    if (node.kind !== "bytes") made[index] = shellOf(node, frames, (buffer) => made[buffer.node]);
  }
  for (const [index, node] of nodes.entries()) fill(made[index], node, valueOf);
  const found: Record<string, unknown> = Object.create(null);
  for (const [index, name] of names.entries()) found[name] = valueOf(values[index]);
  return found;
}

function bytesOf({ type, bytes }: Extract<GraphNode, { kind: "bytes" }>): object {
  return type === "buffer" ? Buffer.from(bytes) : Uint8Array.from(bytes).buffer;
}

function shellOf(
  node: Exclude<GraphNode, { kind: "bytes" }>,
  frames: FrameCodec,
  bufferOf: (buffer: { readonly node: number }) => unknown,
): object {
  switch (node.kind) {
    case "array": {
      const made: unknown[] = [];
      made.length = node.length;
      return made;
    }
    case "object":
      return node.isNull ? Object.create(null) : {};
    case "map":
      return new Map();
    case "set":
      return new Set();
    case "date":
      return new Date(node.time);
    case "regexp": {
      const made = new RegExp(node.source, node.flags);
      made.lastIndex = node.lastIndex;
      return made;
    }
    case "view": {
      const buffer = bufferOf(node.buffer);
      const View = VIEWS[node.type];
      if (View === undefined || !(buffer instanceof ArrayBuffer)) throw new TypeError(`there is no view ${node.type}`);
      return new View(buffer, node.offset, node.length);
    }
    default: {
      const frame = frames.read(node.bytes);
      if (typeof frame !== "object" || frame === null) throw new TypeError("a frame could not be read");
      return frame;
    }
  }
}

function fill(made: unknown, node: GraphNode, valueOf: (encoded: Encoded) => unknown): void {
  if (made instanceof Map && node.kind === "map") {
    for (let index = 0; index < node.items.length; index += 2) {
      made.set(valueOf(node.items[index]), valueOf(node.items[index + 1]));
    }
  } else if (made instanceof Set && node.kind === "set") {
    for (const item of node.items) made.add(valueOf(item));
  } else if (Array.isArray(made) && node.kind === "array") {
    // `forEach` skips holes, so they stay.
    node.items.forEach((item, index) => {
      made[index] = valueOf(item);
    });
  } else if (typeof made === "object" && made !== null && node.kind === "object") {
    for (const [index, key] of node.keys.entries()) {
      const value = valueOf(node.items[index]);
      Object.defineProperty(made, key, { value, configurable: true, enumerable: true, writable: true });
    }
  }
}
