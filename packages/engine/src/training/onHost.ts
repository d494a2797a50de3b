import { newArray, type TensorArray } from "../feeds.js";
import { load, type Spec } from "../load.js";
import { differentiate } from "./loss.js";
import { type Beginning, copied, prefixed, type Subject, type Trainee, under } from "./trainee.js";

/**
 * Training in the caller's memory: the graph reads the weights where the optimizer has them and writes gradients
 * where it wants them, and the optimizer's own loops do the update.
 */
export function traineeOnHost(subject: Subject, beginning: Beginning): Trainee {
  const bind = ({ optimizer, params }: Beginning) =>
    optimizer.bind(copied(params), { shapes: subject.params });
  let bound = bind(beginning);
  // A step reads one of the two and writes the other.
  let [state, spare] = [copied(beginning.state), copied(beginning.state)];
  return {
    get bound() {
      return bound;
    },
    async stepFor(inputs) {
      const shaped = (shapes: Subject["params"]): Spec =>
        Object.fromEntries(Object.entries(shapes).map(([name, shape]) => [name, { shape }]));
      const { session, ...ports } = await load(
        (tensors) => {
          const { loss, ...rest } = differentiate(subject, {
            inputs: under("input/", tensors),
            params: under("param/", tensors),
            state: under("state/", tensors),
          });
          return {
            loss,
            ...prefixed("gradient/", rest.gradients),
            ...prefixed("state/", rest.state),
            ...prefixed("output/", rest.outputs),
          };
        },
        {
          ...prefixed("input/", inputs),
          ...prefixed("param/", shaped(subject.params)),
          ...prefixed("state/", shaped(subject.state)),
        },
        subject.placement,
      );
      return {
        inputs: ports.inputs.slice(0, Object.keys(inputs).length),
        async run(feeds) {
          const held: Record<string, TensorArray> = {
            ...prefixed("param/", bound.params),
            ...prefixed("state/", state),
          };
          const given: Record<string, TensorArray> = {
            ...prefixed("gradient/", bound.gradients),
            ...prefixed("state/", spare),
          };
          const fed = ports.inputs.map(({ name }, i) => feeds[i] ?? held[name]!);
          const results = ports.outputs.map(
            ({ name, shape, dtype }) => given[name] ?? newArray(shape, dtype),
          );
          await session.run(fed, results);
          bound.step();
          [state, spare] = [spare, state];
          const named = Object.fromEntries(ports.outputs.map(({ name }, i) => [name, results[i]!]));
          return { loss: named.loss![0]!, outputs: under("output/", named) };
        },
        release: () => session.release(),
      };
    },
    async home() {},
    away() {},
    state: async () => copied(state),
    async begin(next) {
      bound = bind(next);
      [state, spare] = [copied(next.state), copied(next.state)];
    },
    async release() {},
  };
}
