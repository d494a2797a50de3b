import * as tf from "@tensorflow/tfjs-core";

/** What TensorFlow.js records while it will differentiate: private, so that its types do not tell. */
interface Recorder {
  addTapeNode(...node: unknown[]): void;
  readonly state: { readonly activeTape: { inputs: tf.NamedTensorMap; outputs: tf.Tensor[] }[] };
}

const ordered = new WeakSet<Recorder>();

/**
 * Where `knows` holds, has the copies that a kernel saves of its own results for its gradient come behind it on the
 * tape. TensorFlow.js records them before it, as if they depended on nothing: gradients of gradients of exp, tanh,
 * sigmoid, softmax and others then lack a term. Calling it again does nothing.
 */
export function orderTape(knows: () => boolean): void {
  const recorder = tf.engine() as unknown as Recorder;
  if (ordered.has(recorder)) return;
  ordered.add(recorder);
  const add = recorder.addTapeNode;
  recorder.addTapeNode = (...recorded) => {
    add.apply(recorder, recorded);
    if (!knows()) return;
    const { activeTape } = recorder.state;
    const node = activeTape.pop()!;
    const isOwnCopy = ({ inputs }: (typeof activeTape)[number]) =>
      Object.values(inputs).some((input) => node.outputs.includes(input));
    let place = activeTape.length;
    while (place > 0 && isOwnCopy(activeTape[place - 1]!)) place--;
    activeTape.splice(place, 0, node);
  };
}
