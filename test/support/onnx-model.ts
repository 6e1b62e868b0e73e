// Writes ONNX models in the protocol buffers of https://github.com/onnx/onnx/blob/main/onnx/onnx.proto

type Bytes = readonly number[];
type Dimension = number | string;

/** A model that averages each channel of images of 8 x 12 pixels: float32 [batch, 3, 8, 12] to [batch, 3, 1, 1]. */
export function averagingModel(batch: Dimension): Uint8Array {
  const node = [...string(1, "images"), ...string(2, "averages"), ...string(4, "GlobalAveragePool")];
  const graph = [
    ...message(1, node),
    ...string(2, "averaging"),
    ...message(11, tensor("images", [batch, 3, 8, 12])),
    ...message(12, tensor("averages", [batch, 3, 1, 1])),
  ];
  const [irVersion, operators] = [int(1, 8), int(2, 13)];
  return Uint8Array.from([...irVersion, ...message(7, graph), ...message(8, operators)]);
}

function tensor(name: string, shape: readonly Dimension[]): Bytes {
  const dimensions = shape.flatMap((one) => message(1, typeof one === "number" ? int(1, one) : string(2, one)));
  const float32 = int(1, 1);
  return [...string(1, name), ...message(2, message(1, [...float32, ...message(2, dimensions)]))];
}

function int(field: number, value: number): Bytes {
  return [...varint(field << 3), ...varint(value)];
}

function string(field: number, text: string): Bytes {
  return message(field, [...Buffer.from(text)]);
}

function message(field: number, content: Bytes): Bytes {
  return [...varint((field << 3) | 2), ...varint(content.length), ...content];
}

function varint(value: number): Bytes {
  return value < 128 ? [value] : [(value & 127) | 128, ...varint(value >> 7)];
}
