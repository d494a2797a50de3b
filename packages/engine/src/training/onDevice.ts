import type * as tf from "@tensorflow/tfjs-core";
import { nextUpdate, type Optimizer } from "lehr";
import { EngineError } from "../errors.js";
import { newArray } from "../feeds.js";
import { type Loaded, load, type Spec } from "../load.js";
import type { DeviceTensor, Feed, Session } from "../session.js";
import { type Arena, arenaOf, pack, packArrays, unpack, unpackArrays } from "./arena.js";
import { differentiate } from "./loss.js";
import {
  type Beginning,
  copied,
  prefixed,
  type Shapes,
  type Subject,
  type Trainee,
  under,
} from "./trainee.js";
import {
  derivedOf,
  type FlatPart,
  flatParts,
  scalarsOf,
  slotOf,
  sumsFunction,
  updateFunction,
} from "./update.js";

/** Flat tensors by name: arrays of the host's until the first step, the device's from then on. */
type Held = Map<string, Feed>;

/** An optimizer's update as sessions over flat tensors. */
interface Updater {
  readonly parts: readonly FlatPart[];
  readonly update: Loaded;
  /** Where a rule needs sums over whole tensors. */
  readonly sums: Loaded | undefined;
}

const flat = (size: number) => ({ shape: [size] });

/**
 * Training in a device's memory: parameters, gradients, state and slots are flat tensors that stay there from step
 * to step. A step is one run for the loss and its gradients and one for the update; the host sends the inputs and
 * the update's few scalars, computed in float64, and is sent the loss and the outputs.
 */
export async function traineeOnDevice(subject: Subject, beginning: Beginning): Promise<Trainee> {
  const { placement } = subject;
  const bind = ({ optimizer, params }: Beginning) => {
    const bound = optimizer.bind(copied(params), { shapes: subject.params });
    checkBare(bound);
    return bound;
  };
  let bound = bind(beginning);
  const arena = arenaOf(inPartOrder(subject.params, nextUpdate(bound).parts));
  const stateArena = arenaOf(named(subject.state));
  const held: Held = new Map();
  const hold = (next: Iterable<readonly [string, Feed]>) => {
    for (const [name, feed] of next) {
      dispose(held.get(name));
      held.set(name, feed);
    }
  };
  let updater = await compileUpdate();
  let homeward: Loaded | undefined;
  /** The session that the state is an output of. */
  let stateFrom: Session | undefined;

  async function compileUpdate(): Promise<Updater> {
    const parts = flatParts(nextUpdate(bound).parts, arena);
    const slots = parts.flatMap(({ part: { rule }, arena: { size } }, p) =>
      rule.slots.map((slot) => [slotOf(p, slot), flat(size)] as const),
    );
    const scalars = parts.reduce((sum, { part }) => sum + part.rule.scalarNames.length, 0);
    const derived = parts.reduce(
      (sum, { part: { rule }, arena: { places } }) =>
        sum + places.length * (rule.sums?.scalarNames.length ?? 0),
      0,
    );
    const common: Spec = {
      params: flat(arena.size),
      gradients: flat(arena.size),
      scalars: flat(scalars),
      ...Object.fromEntries(slots),
    };
    type UpdateInputs = Parameters<ReturnType<typeof updateFunction>>[0];
    const compiled = (
      fn: (inputs: UpdateInputs) => Record<string, tf.Tensor>,
      spec: Spec,
      resident: readonly string[],
    ) => load((inputs) => fn(inputs as unknown as UpdateInputs), spec, placement, resident);
    const withDerived = derived > 0 ? { ...common, derived: flat(derived) } : common;
    const resident = ["params", ...slots.map(([name]) => name)];
    return {
      parts,
      update: await compiled(updateFunction(parts, arena), withDerived, resident),
      sums: derived > 0 ? await compiled(sumsFunction(parts, arena), common, []) : undefined,
    };
  }

  /** Holds the bound optimizer's arrays. */
  function away(): void {
    const slots = updater.parts.flatMap(({ part: { rule }, arena: own }, p) =>
      rule.slots.map((slot) => {
        const arrays = bound.slots[slot] as Record<string, Float32Array>;
        return [slotOf(p, slot), packArrays(own, arrays)] as const;
      }),
    );
    hold([["params", packArrays(arena, bound.params)], ...slots]);
  }

  function holdState({ state }: Beginning): void {
    if (stateArena.size > 0) hold([["state", packArrays(stateArena, state)]]);
  }

  away();
  holdState(beginning);

  /** What is held, in arrays; what lies on the device can only be read through a session's outputs. */
  async function fetched(): Promise<Record<string, Float32Array>> {
    const spec = Object.fromEntries(
      [...held].map(([name, feed]) => [
        name,
        flat(feed instanceof Float32Array ? feed.length : sizeIn(feed)),
      ]),
    );
    homeward ??= await load((tensors) => tensors, spec, placement);
    const arrays = homeward.outputs.map(({ shape, dtype }) => newArray(shape, dtype) as Float32Array);
    await homeward.session.run(
      homeward.inputs.map(({ name }) => held.get(name)!),
      arrays,
    );
    return Object.fromEntries(homeward.outputs.map(({ name }, i) => [name, arrays[i]!]));
  }

  async function runUpdate(gradients: DeviceTensor, next: ReturnType<typeof nextUpdate>): Promise<void> {
    const { parts, update, sums } = updater;
    const current = parts.map((part, i) => ({ ...part, part: next.parts[i]! }));
    const feeds = new Map<string, Feed>([
      ...held,
      ["gradients", gradients],
      ["scalars", scalarsOf(next.parts)],
    ]);
    const fedTo = ({ inputs }: Loaded) => inputs.map(({ name }) => feeds.get(name)!);
    if (sums !== undefined) {
      const totals = new Float32Array(sums.outputs[0]!.shape[0]!);
      await sums.session.run(fedTo(sums), [totals]);
      feeds.set("derived", derivedOf(current, totals));
    }
    const names = ["params", ...[...held.keys()].filter((name) => name.startsWith("slot/"))];
    const after = await update.session.run(fedTo(update), []);
    hold(names.map((name, i) => [name, after[i]!] as const));
    next.done();
  }

  return {
    get bound() {
      return bound;
    },
    async stepFor(inputs) {
      const { loaded, resident } = await compileGradients(subject, inputs, arena, stateArena);
      const { session } = loaded;
      return {
        inputs: loaded.inputs.slice(0, Object.keys(inputs).length),
        async run(feeds) {
          const next = nextUpdate(bound);
          const results = loaded.outputs.map(({ shape, dtype }) => newArray(shape, dtype));
          const fed = loaded.inputs.map(({ name }, i) => feeds[i] ?? held.get(name)!);
          const made = await session.run(fed, results);
          const [gradients, state] = made;
          try {
            await runUpdate(gradients!, next);
          } catch (error) {
            dispose(state);
            throw error;
          } finally {
            dispose(gradients);
          }
          if (resident.includes("state")) {
            hold([["state", state!]]);
            stateFrom = session;
          }
          const byName = Object.fromEntries(loaded.outputs.map(({ name }, i) => [name, results[i]!]));
          return { loss: byName.loss![0]!, outputs: under("output/", byName) };
        },
        async release() {
          // A tensor cannot outlive the session it comes from, and steps for other shapes go on with the state.
          if (stateFrom === session && held.has("state")) hold([["state", (await fetched()).state!]]);
          await session.release();
        },
      };
    },
    away,
    async home() {
      const arrays = await fetched();
      const copy = (to: Record<string, Float32Array>, own: Arena, from: Float32Array) => {
        for (const [name, array] of Object.entries(unpackArrays(own, from))) to[name]!.set(array);
      };
      copy(bound.params, arena, arrays.params!);
      for (const [p, { part, arena: own }] of updater.parts.entries())
        for (const slot of part.rule.slots)
          copy(bound.slots[slot] as Record<string, Float32Array>, own, arrays[slotOf(p, slot)]!);
    },
    async state() {
      return stateArena.size > 0 ? copied(unpackArrays(stateArena, (await fetched()).state!)) : {};
    },
    async begin(next) {
      const before = [updater.update, updater.sums, homeward];
      bound = bind(next);
      updater = await compileUpdate();
      homeward = undefined;
      hold([...held.keys()].map((name) => [name, new Float32Array(0)] as const));
      held.clear();
      away();
      holdState(next);
      for (const loaded of before) await loaded?.session.release();
    },
    async release() {
      for (const feed of held.values()) dispose(feed);
      held.clear();
      for (const loaded of [updater.update, updater.sums, homeward]) await loaded?.session.release();
    },
  };
}

/** The loss and its gradients over flat parameters and state. */
async function compileGradients(subject: Subject, inputs: Spec, arena: Arena, stateArena: Arena) {
  const stateful = stateArena.size > 0;
  const resident = stateful ? ["gradients", "state"] : ["gradients"];
  const loaded = await load(
    (tensors) => {
      const step = differentiate(subject, {
        inputs: under("input/", tensors),
        params: unpack(arena, tensors.params as tf.Tensor1D),
        state: stateful ? unpack(stateArena, tensors.state as tf.Tensor1D) : {},
      });
      return {
        loss: step.loss,
        gradients: pack(arena, step.gradients),
        ...(stateful && { state: pack(stateArena, step.state) }),
        ...prefixed("output/", step.outputs),
      };
    },
    {
      ...prefixed("input/", inputs),
      params: flat(arena.size),
      ...(stateful && { state: flat(stateArena.size) }),
    },
    subject.placement,
    resident,
  );
  return { loaded, resident };
}

/** @throws EngineError where something goes around the step of a bound optimizer, which is not taken here. */
function checkBare(bound: ReturnType<Optimizer["bind"]>): void {
  try {
    nextUpdate(bound);
  } catch (cause) {
    throw new EngineError(
      'on device "webgpu" optimizer must be one of lehr\'s as it is: what goes around its step, such as an average or ' +
        'clipping, is for device "cpu"',
      { cause },
    );
  }
}

const named = (shapes: Shapes) => Object.entries(shapes).map(([name, shape]) => ({ name, shape }));

/** Parameters that an update treats alike lie together. */
function inPartOrder(params: Shapes, parts: readonly { readonly parameters: readonly string[] }[]) {
  return named(params).sort((a, b) => partOf(a.name) - partOf(b.name));
  function partOf(name: string): number {
    return parts.findIndex(({ parameters }) => parameters.includes(name));
  }
}

const sizeIn = (feed: Feed): number => ("size" in feed ? feed.size : feed.length);

function dispose(feed: Feed | undefined): void {
  if (feed !== undefined && "dispose" in feed) feed.dispose();
}
