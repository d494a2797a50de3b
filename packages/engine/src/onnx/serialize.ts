import { create, toBinary } from "@bufbuild/protobuf";
import {
  type AttributeProto,
  AttributeProtoSchema,
  AttributeProto_AttributeType as AttributeType,
  TensorProto_DataType as DataType,
  ModelProtoSchema,
  type NodeProto,
  NodeProtoSchema,
  type TensorProto,
  TensorProtoSchema,
  type ValueInfoProto,
  ValueInfoProtoSchema,
} from "onnx-buf";
import { range, sizeOf } from "../graph/shapes.js";
import type { Attribute, ConstantData, DType, GraphNode, Value } from "../graph/types.js";
import { countUses, nodesInOrder } from "../graph/visit.js";

const OPSET = 18n;

const ELEMENT_TYPES: Record<DType, DataType> = {
  float32: DataType.FLOAT,
  int32: DataType.INT32,
  int64: DataType.INT64,
  bool: DataType.BOOL,
};

/** Attributes that ONNX wants as trailing int64 inputs, in the order it wants them. */
const INPUT_ATTRIBUTES: Record<string, readonly string[]> = {
  Reshape: ["shape"],
  Expand: ["shape"],
  Slice: ["starts", "ends", "axes", "steps"],
  Tile: ["repeats"],
  Split: ["split"],
  TopK: ["k"],
  ReduceSum: ["axes"],
  ReduceMean: ["axes"],
  ReduceMax: ["axes"],
  ReduceMin: ["axes"],
  ReduceProd: ["axes"],
  ReduceSumSquare: ["axes"],
};

/**
 * The runtime (1.30) makes padding before these theirs. There it would be less than any pixel instead of 0, and may not
 * be as wide as the window. Where it is told which axes are padded, it leaves them alone.
 */
const POOLS = new Set(["MaxPool", "AveragePool"]);

/** Operators that want a name for each of their outputs. */
const ALL_OUTPUTS = new Set(["Split", "TopK"]);

const int64s = (name: string, numbers: readonly number[]): TensorProto =>
  create(TensorProtoSchema, {
    name,
    dims: [BigInt(numbers.length)],
    dataType: DataType.INT64,
    rawData: bytesOf(BigInt64Array.from(numbers, BigInt)),
  });

function bytesOf(array: ArrayBufferView): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(array.byteLength);
  bytes.set(new Uint8Array(array.buffer, array.byteOffset, array.byteLength));
  return bytes;
}

function constantBytes(dtype: DType, data: ConstantData, size: number): Uint8Array<ArrayBuffer> {
  const elements = "fill" in data ? new Float64Array(size).fill(data.fill) : data.array;
  switch (dtype) {
    case "float32":
      return bytesOf(Float32Array.from(elements));
    case "int32":
      return bytesOf(Int32Array.from(elements));
    case "int64":
      return bytesOf(BigInt64Array.from(elements, BigInt));
    case "bool":
      return bytesOf(Uint8Array.from(elements));
  }
}

const constantProto = (name: string, value: Value, data: ConstantData): TensorProto =>
  create(TensorProtoSchema, {
    name,
    dims: value.shape.map(BigInt),
    dataType: ELEMENT_TYPES[value.dtype],
    rawData: constantBytes(value.dtype, data, sizeOf(value.shape)),
  });

function attributeProto(name: string, attribute: Attribute): AttributeProto {
  if (name === "to")
    return create(AttributeProtoSchema, {
      name,
      type: AttributeType.INT,
      i: BigInt(ELEMENT_TYPES[attribute as DType]),
    });
  if (typeof attribute === "number")
    return create(AttributeProtoSchema, { name, type: AttributeType.INT, i: BigInt(attribute) });
  if (typeof attribute === "string")
    return create(AttributeProtoSchema, {
      name,
      type: AttributeType.STRING,
      s: bytesOf(new TextEncoder().encode(attribute)),
    });
  if ("float" in attribute)
    return create(AttributeProtoSchema, { name, type: AttributeType.FLOAT, f: attribute.float });
  return create(AttributeProtoSchema, { name, type: AttributeType.INTS, ints: attribute.map(BigInt) });
}

const valueInfo = (name: string, value: Value): ValueInfoProto =>
  create(ValueInfoProtoSchema, {
    name,
    type: {
      value: {
        case: "tensorType",
        value: {
          elemType: ELEMENT_TYPES[value.dtype],
          shape: {
            dim: value.shape.map((n) => ({ value: { case: "dimValue" as const, value: BigInt(n) } })),
          },
        },
      },
    },
  });

/** A name splits into domain and operator at its last dot. */
function splitDomain(op: string): [domain: string, opType: string] {
  const dot = op.lastIndexOf(".");
  return [op.slice(0, Math.max(dot, 0)), op.slice(dot + 1)];
}

/**
 * The graph of the named outputs as an ONNX model (a protocol buffer). Inputs are named `in:<name>`, outputs
 * `out:<name>`. Source: the ONNX IR specification, opset 18.
 */
export function serialize(inputs: readonly Value[], outputs: ReadonlyMap<string, Value>): Uint8Array {
  const nodes = nodesInOrder(outputs.values());
  const uses = countUses(nodes, outputs.values());
  const initializers = new Map<string, TensorProto>();

  // A computed value bears the name of the first output it is; copies are made only for what is left.
  const outputNames = new Map<Value, string>();
  for (const [name, value] of outputs)
    if (value.source.kind === "node" && !outputNames.has(value)) outputNames.set(value, `out:${name}`);
  const nameOf = (value: Value): string =>
    value.source.kind === "input" ? `in:${value.source.name}` : (outputNames.get(value) ?? `v${value.id}`);

  const operand = (value: Value): string => {
    const name = nameOf(value);
    if (value.source.kind === "constant" && !initializers.has(name))
      initializers.set(name, constantProto(name, value, value.source.data));
    return name;
  };

  // Outputs that nobody reads are left out where they may be: MaxPool is faster without its indices.
  const outputsOf = ({ op, outputs }: GraphNode): string[] => {
    if (ALL_OUTPUTS.has(op)) return outputs.map(nameOf);
    const read = outputs.map((value, i) => i === 0 || uses.has(value));
    return outputs.slice(0, 1 + read.lastIndexOf(true)).map((value, i) => (read[i] ? nameOf(value) : ""));
  };

  const asInput = (numbers: readonly number[]): string => {
    const key = `i64:${numbers.join(",")}`;
    if (!initializers.has(key)) initializers.set(key, int64s(key, numbers));
    return key;
  };

  const pooled = new Set(nodes.filter(({ op }) => POOLS.has(op)).map(({ inputs: [images] }) => images));

  const nodeProto = (node: GraphNode): NodeProto => {
    const asInputs = (INPUT_ATTRIBUTES[node.op] ?? (node.op === "Pad" ? ["pads"] : [])).map(
      (name) => [name, asInput(node.attributes[name] as readonly number[])] as const,
    );
    const extra = asInputs.map(([, key]) => key);
    const operands = node.inputs.map(operand);
    const [padded] = node.outputs;
    const axes = pooled.has(padded) && operands.length > 1 ? [asInput(range(padded!.shape.length))] : [];
    const input =
      node.op === "Pad" ? [operands[0]!, ...extra, ...operands.slice(1), ...axes] : [...operands, ...extra];
    const [domain, opType] = splitDomain(node.op);
    return create(NodeProtoSchema, {
      opType,
      domain,
      input,
      output: outputsOf(node),
      attribute: Object.entries(node.attributes)
        .filter(([name]) => !asInputs.some(([taken]) => taken === name))
        .map(([name, attribute]) => attributeProto(name, attribute)),
    });
  };

  const node = nodes.map(nodeProto);
  for (const [name, value] of outputs)
    if (outputNames.get(value) !== `out:${name}`)
      node.push(
        create(NodeProtoSchema, { opType: "Identity", input: [operand(value)], output: [`out:${name}`] }),
      );

  const model = create(ModelProtoSchema, {
    irVersion: 9n,
    producerName: "@lehr/engine",
    opsetImport: [
      { domain: "", version: OPSET },
      { domain: "com.microsoft", version: 1n },
      { domain: "com.microsoft.nchwc", version: 1n },
    ],
    graph: {
      name: "compiled",
      node,
      initializer: [...initializers.values()],
      input: inputs.map((value) => valueInfo(nameOf(value), value)),
      output: [...outputs].map(([name, value]) => valueInfo(`out:${name}`, value)),
    },
  });
  return toBinary(ModelProtoSchema, model);
}
