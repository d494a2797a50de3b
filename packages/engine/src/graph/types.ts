/** Element types a value in the graph can have. `int64` only arises from operators that index (MaxPool, ArgMax). */
export type DType = "float32" | "int32" | "int64" | "bool";

export type Shape = readonly number[];

/** Dense constant data; booleans are bytes 0 and 1. */
export type ConstantArray = Float32Array | Int32Array | Uint8Array;

/** A constant: one number repeated over the whole shape, which costs no memory, or an array in row-major order. */
export type ConstantData = { readonly fill: number } | { readonly array: ConstantArray };

/** An ONNX attribute: integers as plain numbers, floats wrapped so that the two cannot be confused. */
export type Attribute = number | readonly number[] | string | { readonly float: number };

export type Attributes = Readonly<Record<string, Attribute>>;

export interface TensorType {
  readonly shape: Shape;
  readonly dtype: DType;
}

/** Where a value comes from. */
export type Source =
  | { readonly kind: "input"; readonly name: string }
  | { readonly kind: "constant"; readonly data: ConstantData }
  | { readonly kind: "node"; readonly node: GraphNode; readonly output: number };

/** A tensor in the graph. Values are immutable and compared by identity. */
export interface Value extends TensorType {
  readonly id: number;
  readonly source: Source;
}

/** One application of an ONNX operator. A name with a dot carries its domain: `com.microsoft.Gelu`. */
export interface GraphNode {
  readonly op: string;
  readonly inputs: readonly Value[];
  readonly attributes: Attributes;
  readonly outputs: readonly Value[];
}
