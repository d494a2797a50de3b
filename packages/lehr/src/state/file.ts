import type { FloatArray } from "../binding/arena.js";
import { show } from "../validation.js";
import type { OptimizerState, ParameterState } from "./optimizerState.js";
import { readSafetensors, type ShapedArray, writeSafetensors } from "./safetensors.js";

/** The state without its arrays, as it stands in the file's metadata. */
interface Numbers {
  updates: number;
  learningRates: Record<string, number | null>;
  parameters: Record<string, Omit<ParameterState, "slots">>;
  around: Record<string, { numbers: Record<string, number>; arrays: string[] }>;
}

const key = "lehr.optimizer";

/**
 * A state as the bytes of a safetensors file, exact: the arrays as its tensors, named
 * `slots/<slot>/<parameter>` and `<wrapper>/<array>/<parameter>`, all else as JSON in its metadata.
 */
export function encodeState(state: OptimizerState): Uint8Array {
  const tensors: Record<string, ShapedArray> = {};
  const shapeOf = (name: string) => state.parameters[name]!.shape;
  const put = (path: string, name: string, array: FloatArray) => {
    tensors[`${path}/${name}`] = { shape: shapeOf(name), array };
  };
  const parameters = Object.entries(state.parameters).map(([name, { slots, ...rest }]) => {
    for (const [slot, array] of Object.entries(slots)) put(`slots/${slot}`, name, array);
    return [name, rest];
  });
  const around = Object.entries(state.around).map(([wrapper, { numbers, arrays }]) => {
    for (const [kind, byName] of Object.entries(arrays)) {
      for (const [name, array] of Object.entries(byName)) put(`${wrapper}/${kind}`, name, array);
    }
    return [wrapper, { numbers, arrays: Object.keys(arrays) }];
  });
  const numbers: Numbers = {
    updates: state.updates,
    learningRates: state.learningRates,
    parameters: Object.fromEntries(parameters),
    around: Object.fromEntries(around),
  };
  return writeSafetensors({ tensors, metadata: { [key]: JSON.stringify(numbers) } });
}

/**
 * The state that `encodeState` made bytes of.
 *
 * @throws TypeError if the bytes are no such file.
 */
export function decodeState(bytes: Uint8Array | ArrayBuffer): OptimizerState {
  const { tensors, metadata } = readSafetensors(bytes);
  const numbers = parseNumbers(metadata[key]);
  const under = (path: string) =>
    Object.entries(tensors).flatMap(([name, { array }]) =>
      name.startsWith(`${path}/`) ? [[name.slice(path.length + 1), array] as const] : [],
    );
  const slots = new Map<string, Record<string, FloatArray>>();
  for (const [path, array] of under("slots")) {
    const slash = path.indexOf("/");
    const name = path.slice(slash + 1);
    slots.set(name, { ...slots.get(name), [path.slice(0, slash)]: array });
  }
  const parameters = Object.entries(numbers.parameters).map(([name, rest]) => [
    name,
    { ...rest, slots: slots.get(name) ?? {} },
  ]);
  const around = Object.entries(numbers.around).map(([wrapper, { numbers, arrays }]) => [
    wrapper,
    {
      numbers,
      arrays: Object.fromEntries(
        arrays.map((kind) => [kind, Object.fromEntries(under(`${wrapper}/${kind}`))]),
      ),
    },
  ]);
  return {
    updates: numbers.updates,
    learningRates: numbers.learningRates,
    parameters: Object.fromEntries(parameters),
    around: Object.fromEntries(around),
  };
}

function parseNumbers(text: string | undefined): Numbers {
  if (text === undefined) throw new TypeError(`decodeState: this file has no ${show(key)} in its metadata`);
  let numbers: Partial<Numbers> | undefined;
  try {
    numbers = JSON.parse(text);
  } catch {
    // Told below.
  }
  const { updates, learningRates, parameters, around } = numbers ?? {};
  if (updates === undefined || !learningRates || !parameters || !around) {
    throw new TypeError(`decodeState: ${show(key)} in this file's metadata is not an optimizer's state`);
  }
  return { updates, learningRates, parameters, around };
}
