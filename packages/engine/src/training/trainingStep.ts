import type { LoadOptions, Optimizer, OptimizerState } from "lehr";
import type { Feeds } from "../compile.js";
import { type Device, placement } from "../device.js";
import { EngineError } from "../errors.js";
import { checkArray, checkFinite, checkNames, checkRecord, checkShape, type TensorArray } from "../feeds.js";
import type { Spec } from "../load.js";
import type { GradientTransformation, LossFunction } from "./loss.js";
import { traineeOnDevice } from "./onDevice.js";
import { traineeOnHost } from "./onHost.js";
import {
  type Arrays,
  type Beginning,
  copied,
  type Shapes,
  type Stepper,
  type StepResult,
  type Trainee,
} from "./trainee.js";

/** A tensor with its starting values. */
export interface Initial {
  readonly shape: readonly number[];
  /** In row-major order; read, never written. */
  readonly values: Float32Array;
}

/** What `compileTrainingStep` takes. */
export interface TrainingStepOptions<
  S extends Spec,
  Param extends string,
  State extends string,
  Output extends string,
> {
  /** The loss, from inputs, parameters and state; called once. */
  readonly loss: LossFunction<Extract<keyof S, string>, Param, State, Output>;
  /** Shape, type and layout of what each step is fed, by name. */
  readonly inputs: S;
  /** What the optimizer trains, by name. */
  readonly params: Readonly<Record<Param, Initial>>;
  /** What else is carried from step to step (running statistics, say), by name. Default nothing. */
  readonly state?: Readonly<Record<State, Initial>>;
  /** One of `lehr`'s. */
  readonly optimizer: Optimizer;
  /**
   * What the update is given in place of the gradients, by name: clipped ones, say (`clipByGlobalNorm`). Called once,
   * with tensors, it is compiled into the step. Default the gradients.
   */
  readonly transformGradients?: GradientTransformation<Param>;
  /** Where it trains. Default "cpu"; "webgpu" needs a graphics adapter, and keeps everything in its memory. */
  readonly device?: Device;
  /** Threads that compute on the CPU. Default 1. */
  readonly threads?: number;
  /** Refuse inputs with a NaN or an infinite number; costs a pass over what is fed. Default false. */
  readonly checkFinite?: boolean;
}

/** What a training goes on from; what is left out is kept, and slots and updates start anew. */
export interface Restart<Param extends string, State extends string> {
  readonly params?: Readonly<Record<Param, Float32Array>>;
  readonly state?: Readonly<Record<State, Float32Array>>;
  readonly optimizer?: Optimizer;
}

/** A compiled training step, with the parameters it trains. */
export interface TrainingStep<
  S extends Spec,
  Param extends string = string,
  State extends string = string,
  Output extends string = string,
> {
  /**
   * One step: loss, gradients, update. Steps that are not awaited run one after the other.
   *
   * Throws EngineError as a compiled function does; nothing has changed then.
   */
  (feeds: Feeds<S>): Promise<StepResult<Output>>;
  /** Updates done. */
  readonly updates: number;
  /** The learning rate of the next step, of the parameters that are in no group. */
  readonly learningRate: number;
  /** The parameters as they are, in arrays of their own. */
  parameters(): Promise<Record<Param, Float32Array>>;
  /** The parameters to evaluate and deploy: those that `lehr`'s `evaluationWeights` gives. */
  evaluationParameters(): Promise<Record<Param, Float32Array>>;
  /** The state as it is, in arrays of its own. */
  state(): Promise<Record<State, Float32Array>>;
  /** All that the coming updates depend on apart from parameters and state: `lehr`'s `stateDict`. */
  optimizerState(): Promise<OptimizerState>;
  /** Goes on from such a state. @throws TypeError as `lehr`'s `loadStateDict`. */
  loadOptimizerState(state: OptimizerState, options?: LoadOptions): Promise<void>;
  /** Trains something anew with what is compiled. @throws EngineError for arrays that do not fit. */
  restart(from: Restart<Param, State>): Promise<void>;
  /** The step for inputs of other shapes (a smaller last batch), which trains the same parameters. */
  forInputs<const Other extends Spec>(inputs: Other): Promise<TrainingStep<Other, Param, State, Output>>;
  /** Releases what it holds, once steps under way have ended; what steps share goes with the last of them. */
  dispose(): void;
}

/**
 * Compiles a whole training step: loss, gradients by all parameters, and the update of a `lehr` optimizer. The same
 * call gives the same training on both devices, to rounding.
 *
 * On the CPU the optimizer's own loops update the arrays that the graph reads. On "webgpu" the optimizer's rules are
 * part of what runs there: parameters, slots and state stay in the device's memory, and only inputs, the loss and
 * the outputs travel.
 *
 * @throws EngineError for a malformed option and as `compile`; what `lehr`'s `bind` throws.
 */
export async function compileTrainingStep<
  const S extends Spec,
  const Param extends string,
  const State extends string = never,
  const Output extends string = never,
>(options: TrainingStepOptions<S, Param, State, Output>): Promise<TrainingStep<S, Param, State, Output>> {
  const { loss, inputs, optimizer, checkFinite = false } = options;
  const params = options.params as Readonly<Record<string, Initial>>;
  const state = (options.state ?? {}) as Readonly<Record<string, Initial>>;
  if (typeof loss !== "function")
    throw new EngineError(`loss must be a function of { inputs, params, state }, got ${String(loss)}`);
  const { transformGradients } = options;
  if (transformGradients !== undefined && typeof transformGradients !== "function")
    throw new EngineError(
      `transformGradients must be a function of gradients, got ${String(transformGradients)}`,
    );
  checkNames("option of compileTrainingStep", Object.keys(options), OPTIONS);
  checkOptimizer(optimizer);
  checkRecord("inputs", inputs, "{ shape, dtype, layout }");
  checkRecord("params", params, "{ shape, values }");
  checkRecord("state", state, "{ shape, values }");
  if (Object.keys(params).length === 0) throw new EngineError("params must name at least one parameter");
  const subject = {
    loss: loss as LossFunction,
    transformGradients: transformGradients as GradientTransformation | undefined,
    params: shapesOf("parameter", params),
    state: shapesOf("state", state),
    placement: placement(options),
  };
  const beginning = { params: valuesOf(params), state: valuesOf(state), optimizer };
  const onDevice = subject.placement.device === "webgpu";
  const trainee = await (onDevice ? traineeOnDevice : traineeOnHost)(subject, beginning);
  const training: Training = { trainee, ...subject, optimizer, inTurn: turns(), users: 0, checkFinite };
  try {
    return (await stepOf(training, inputs)) as unknown as TrainingStep<S, Param, State, Output>;
  } catch (error) {
    await trainee.release();
    throw error;
  }
}

/** What the steps of one training share. */
interface Training {
  readonly trainee: Trainee;
  readonly params: Shapes;
  readonly state: Shapes;
  readonly inTurn: <T>(job: () => Promise<T>) => Promise<T>;
  readonly checkFinite: boolean;
  optimizer: Optimizer;
  users: number;
}

/** Runs jobs one after the other, whatever becomes of each. */
function turns(): Training["inTurn"] {
  let last: Promise<unknown> = Promise.resolve();
  return (job) => {
    const turn = last.then(job, job);
    last = turn.catch(() => undefined);
    return turn;
  };
}

async function stepOf(training: Training, inputs: Spec): Promise<TrainingStep<Spec>> {
  const { trainee, inTurn } = training;
  const stepper = await trainee.stepFor(inputs);
  training.users++;
  let open = true;
  const turn = <T>(job: () => Promise<T>) => {
    if (open) return inTurn(job);
    return Promise.reject(new EngineError("this training step has been disposed; compile it again to train"));
  };
  const home = async () => {
    await trainee.home();
    return trainee.bound;
  };
  const step = (feeds: Readonly<Record<string, TensorArray>>) =>
    turn(async () => stepper.run(checkedFeeds(stepper, feeds, training.checkFinite)));
  const own = {
    parameters: () => turn(async () => copied((await home()).params)),
    evaluationParameters: () => turn(async () => (await home()).evaluationWeights()),
    state: () => turn(() => trainee.state()),
    optimizerState: () => turn(async () => (await home()).stateDict()),
    loadOptimizerState: (state: OptimizerState, options?: LoadOptions) =>
      turn(async () => {
        (await home()).loadStateDict(state, options);
        trainee.away();
      }),
    restart: (from: Restart<string, string>) =>
      turn(async () => trainee.begin(await beginningOf(training, from))),
    forInputs: (other: Spec) => turn(() => stepOf(training, other)),
    dispose() {
      if (!open) return;
      open = false;
      training.users--;
      void inTurn(async () => {
        if (training.users === 0) await trainee.release();
        await stepper.release();
      });
    },
  };
  const described = Object.defineProperties(Object.assign(step, own), {
    updates: { get: () => trainee.bound.updates },
    learningRate: { get: () => trainee.bound.learningRate },
  });
  return described as unknown as TrainingStep<Spec>;
}

function checkedFeeds(
  { inputs }: Stepper,
  feeds: Readonly<Record<string, TensorArray>>,
  finite: boolean,
): TensorArray[] {
  const names = inputs.map(({ name }) => name.slice("input/".length));
  checkRecord("feeds", feeds, "an array for each input");
  checkNames("input", Object.keys(feeds), names);
  return inputs.map(({ shape, dtype }, i) => {
    const [name, array] = [names[i]!, feeds[names[i]!]];
    checkArray(`input "${name}"`, array, shape, dtype);
    if (finite) checkFinite(`input "${name}"`, array!);
    return array!;
  });
}

async function beginningOf(training: Training, from: Restart<string, string>): Promise<Beginning> {
  const { trainee, params, state } = training;
  checkArrays("parameter", from.params, params);
  checkArrays("state", from.state, state);
  if (from.optimizer !== undefined) checkOptimizer(from.optimizer);
  training.optimizer = from.optimizer ?? training.optimizer;
  if (from.params === undefined) await trainee.home();
  return {
    params: from.params ?? trainee.bound.params,
    state: from.state ?? (await trainee.state()),
    optimizer: training.optimizer,
  };
}

function checkArrays(what: string, arrays: Arrays | undefined, shapes: Shapes): void {
  if (arrays === undefined) return;
  checkNames(what, Object.keys(arrays), Object.keys(shapes));
  for (const [name, shape] of Object.entries(shapes))
    checkArray(`${what} "${name}"`, arrays[name], shape, "float32");
}

function checkOptimizer(optimizer: unknown): void {
  if (typeof (optimizer as Optimizer | undefined)?.bind === "function") return;
  const got = typeof optimizer === "object" && optimizer !== null ? optimizer.constructor.name : optimizer;
  throw new EngineError(`optimizer must be one of lehr's, such as adamw({ lr: 1e-3 }), got ${String(got)}`);
}

/** What `compileTrainingStep` can be told. */
const OPTIONS = [
  ...["loss", "inputs", "params", "state", "optimizer", "transformGradients"],
  ...["device", "threads", "checkFinite"],
];

/** Checks starting values. */
function shapesOf(what: string, initials: Readonly<Record<string, Initial>>): Shapes {
  for (const [name, initial] of Object.entries(initials)) {
    const { shape, values } = initial ?? {};
    checkShape(`${what} "${name}"`, shape);
    checkArray(`values of ${what} "${name}"`, values, shape, "float32");
  }
  return Object.fromEntries(Object.entries(initials).map(([name, { shape }]) => [name, shape]));
}

const valuesOf = (initials: Readonly<Record<string, Initial>>): Arrays =>
  Object.fromEntries(Object.entries(initials).map(([name, { values }]) => [name, values]));
