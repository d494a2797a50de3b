import { decodeState, encodeState, l2, lrScaled, readSafetensors, writeSafetensors } from "../index.js";
import { wrappings } from "./wrappings.js";
import { noise, type Specimen, zoo } from "./zoo.js";

/** An optimizer with something around its step, over float32 and float64 parameters in two groups. */
export interface Resumable {
  readonly id: string;
  readonly name: string;
  readonly specimen: Specimen;
  readonly around: string;
}

/** Every optimizer with everything that can be around it. */
export const resumable: readonly Resumable[] = zoo.flatMap((specimen, i) =>
  Object.keys(wrappings).map((around) => ({
    id: `${i}-${around}`,
    name: `${specimen.name}; around: ${around}`,
    specimen,
    around,
  })),
);

function build({ specimen, around }: Resumable) {
  const bound = specimen
    .make({
      lr: 0.01,
      schedule: (step) => 1 / (1 + step / 10),
      weightDecay: lrScaled(0.1, { cautious: true }),
      groups: [{ match: ["b"], lr: 0.02, weightDecay: l2(0.01) }],
    })
    .bind(
      {
        a: Float32Array.from({ length: 6 }, (_, i) => noise(i, 1)),
        b: Float64Array.from({ length: 3 }, (_, i) => noise(i, 2)),
        c: Float64Array.from({ length: 4 }, (_, i) => noise(i, 3)),
      },
      { shapes: { a: [2, 3] } },
    );
  return wrappings[around]!(bound);
}

type Run = ReturnType<typeof build>;

function turns(run: Run, from: number, to: number): void {
  for (let turn = from; turn < to; turn++) {
    const gradients = Object.entries(run.model.params).map(([name, array]) => [
      name,
      array.map((_: number, i: number) => noise(turn, i, name.charCodeAt(0))),
    ]);
    run.turn(Object.fromEntries(gradients));
  }
}

/** Everything a run has come to, as text: bit for bit. */
function digest({ model }: Run): string {
  const weights = Object.values({ ...model.params, ...model.evaluationWeights() }).flatMap((array) => [
    ...new Uint8Array(array.buffer, array.byteOffset, array.byteLength),
  ]);
  return [...weights, ...encodeState(model.stateDict())].join(" ");
}

/** The state and the weights after some turns, as bytes. */
export function save(of: Resumable, until: number): { state: Uint8Array; weights: Uint8Array } {
  const run = build(of);
  turns(run, 0, until);
  const tensors = Object.entries(run.model.params).map(([name, array]) => [
    name,
    { shape: [array.length], array },
  ]);
  return {
    state: encodeState(run.model.stateDict()),
    weights: writeSafetensors({ tensors: Object.fromEntries(tensors), metadata: {} }),
  };
}

/** Goes on from a state and weights. @returns the digest at the end. */
export function resume(
  of: Resumable,
  { state, weights }: { state: Uint8Array; weights: Uint8Array },
  from: number,
  to: number,
): string {
  const run = build(of);
  // Whatever the optimizer remembers before it loads must not matter.
  turns(run, 100, 104);
  for (const [name, { array }] of Object.entries(readSafetensors(weights).tensors)) {
    run.model.params[name]!.set(array);
  }
  run.model.loadStateDict(decodeState(state));
  turns(run, from, to);
  return digest(run);
}

/** The digest of a run that was never interrupted. */
export function straight(of: Resumable, until: number): string {
  const run = build(of);
  turns(run, 0, until);
  return digest(run);
}
