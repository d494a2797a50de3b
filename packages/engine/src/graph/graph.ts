import { sizeOf } from "./shapes.js";
import { PLAIN, type Traits } from "./traits.js";
import type {
  Attributes,
  ConstantArray,
  ConstantData,
  DType,
  GraphNode,
  Shape,
  Source,
  TensorType,
  Value,
} from "./types.js";

/** What is about to become a node: a rule looks at it and may give something simpler instead. */
export interface Proposal {
  readonly op: string;
  readonly inputs: readonly Value[];
  readonly attributes: Attributes;
  readonly types: readonly TensorType[];
}

/** A rewrite: returns the values that replace the proposed node's outputs, or nothing where it does not apply. */
export interface Rule {
  readonly name: string;
  readonly apply: (graph: Graph, proposal: Proposal) => readonly Value[] | undefined;
}

/** The smallest normal number of float32. */
export const SMALLEST = 2 ** -126;

/** A number as the element type keeps it: rounded to float32, whole and wrapped around to int32, true or false. */
export function kept(x: number, dtype: DType): number {
  if (dtype === "float32") return Math.fround(x);
  if (dtype === "int32") return x | 0;
  return dtype === "bool" ? Number(x !== 0) : Math.trunc(x);
}

const bytesOf = (array: ConstantArray): Uint8Array =>
  new Uint8Array(array.buffer, array.byteOffset, array.byteLength);

/** A number that equal arrays have in common (FNV-1a), to find candidates for sharing. */
const fingerprint = (array: ConstantArray): number =>
  bytesOf(array).reduce((hash, byte) => Math.imul(hash ^ byte, 0x01000193), 0x811c9dc5);

function sameElements(a: ConstantArray, b: ConstantArray): boolean {
  if (a.length !== b.length) return false;
  const other = bytesOf(b);
  return bytesOf(a).every((byte, i) => byte === other[i]);
}

/**
 * A data-flow graph under construction. Asking twice for the same node gives the same values (duplicates are
 * shared as they arise), and every node passes through `rules` before it exists.
 */
export class Graph {
  readonly inputs: Value[] = [];
  readonly #rules: readonly Rule[];
  readonly #known = new Map<string, readonly Value[]>();
  readonly #arrays = new Map<string, readonly Value[]>();
  readonly #useCount: (value: Value) => number;
  #nextId = 0;

  /**
   * @param rules tried on every node.
   * @param useCount how many readers a value is expected to have; rules that fuse two nodes ask for exactly one.
   * @param traits those of the device it is for.
   */
  constructor(
    rules: readonly Rule[] = [],
    useCount: (value: Value) => number = () => 1,
    readonly traits: Traits = PLAIN,
  ) {
    this.#rules = rules;
    this.#useCount = useCount;
  }

  /** How many readers the value is expected to have; rules that fuse two nodes ask for exactly one. */
  uses(value: Value): number {
    return this.#useCount(value);
  }

  input(name: string, shape: Shape, dtype: DType): Value {
    const value = this.#value({ shape, dtype }, { kind: "input", name });
    this.inputs.push(value);
    return value;
  }

  /** A constant that holds `number`, as its type keeps it, everywhere. */
  fill(number: number, shape: Shape = [], dtype: DType = "float32"): Value {
    const fill = kept(number, dtype);
    const key = `fill ${Object.is(fill, -0) ? "-0" : fill} ${dtype} ${shape}/${shape.length}`;
    return this.#share(key, () => [this.#constant({ fill }, { shape, dtype })])[0]!;
  }

  constant(array: ConstantArray, shape: Shape, dtype: DType): Value {
    const first = array[0];
    if (first !== undefined && sizeOf(shape) > 0 && array.every((element) => Object.is(element, first)))
      return this.fill(first, shape, dtype);
    const key = `array ${dtype} ${shape} ${fingerprint(array)}`;
    for (const known of this.#arrays.get(key) ?? [])
      if (known.source.kind === "constant" && "array" in known.source.data)
        if (sameElements(known.source.data.array, array)) return known;
    const made = this.#constant({ array }, { shape, dtype });
    this.#arrays.set(key, [...(this.#arrays.get(key) ?? []), made]);
    return made;
  }

  /** Appends a node, or gives what a rule or an equal earlier node offers instead. */
  emit(
    op: string,
    inputs: readonly Value[],
    attributes: Attributes,
    types: readonly TensorType[],
  ): readonly Value[] {
    for (const rule of this.#rules) {
      const replacement = rule.apply(this, { op, inputs, attributes, types });
      if (replacement !== undefined) return replacement;
    }
    const key = `${op} ${inputs.map((value) => value.id)} ${JSON.stringify(attributes)} ${types.map((t) => t.dtype)} ${types.map((t) => t.shape.join("x"))}`;
    return this.#share(key, () => {
      const outputs: Value[] = [];
      const node: GraphNode = { op, inputs, attributes, outputs };
      types.forEach((type, output) => {
        outputs.push(this.#value(type, { kind: "node", node, output }));
      });
      return outputs;
    });
  }

  #share(key: string, make: () => readonly Value[]): readonly Value[] {
    const known = this.#known.get(key);
    if (known !== undefined) return known;
    const made = make();
    this.#known.set(key, made);
    return made;
  }

  #constant(data: ConstantData, type: TensorType): Value {
    return this.#value(type, { kind: "constant", data });
  }

  #value(type: TensorType, source: Source): Value {
    return { id: this.#nextId++, shape: [...type.shape], dtype: type.dtype, source };
  }
}
