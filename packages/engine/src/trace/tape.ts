import * as tf from "@tensorflow/tfjs-core";

/** What TensorFlow.js records of a kernel it has called. */
interface TapeNode {
  readonly inputs: tf.NamedTensorMap;
  readonly outputs: readonly tf.Tensor[];
  readonly gradient?: unknown;
}

/** What records while TensorFlow.js will differentiate: private, so that its types do not tell. */
interface Recorder {
  addTapeNode(...node: unknown[]): void;
  readonly state: { readonly activeTape: TapeNode[] };
}

const corrected = new WeakSet<Recorder>();

/**
 * Has TensorFlow.js' tape say, where `knows` holds, what depends on what. Calling it again does nothing.
 *
 * Copies that a kernel saves of its own results for its gradient come behind it. TensorFlow.js records them before it, as
 * if they depended on nothing: gradients of gradients of exp, tanh, sigmoid, softmax and others then lack a term.
 *
 * Conditions, which have no gradient, depend on nothing. TensorFlow.js refuses to differentiate what they select.
 */
export function correctTape(knows: () => boolean): void {
  const recorder = tf.engine() as unknown as Recorder;
  if (corrected.has(recorder)) return;
  corrected.add(recorder);
  const add = recorder.addTapeNode;
  recorder.addTapeNode = (...recorded) => {
    add.apply(recorder, recorded);
    if (!knows()) return;
    const { activeTape } = recorder.state;
    const node = activeTape.pop()!;
    if (isCondition(node)) return;
    let place = activeTape.length;
    while (place > 0 && copies(activeTape[place - 1]!, node)) place--;
    activeTape.splice(place, 0, node);
  };
}

const isCondition = ({ gradient, outputs }: TapeNode): boolean =>
  gradient === undefined && outputs.every(({ dtype }) => dtype === "bool");

/** Whether one node reads what the other gives. */
const copies = ({ inputs }: TapeNode, { outputs }: TapeNode): boolean =>
  Object.values(inputs).some((input) => outputs.includes(input));
