import { flatness } from "../experiments/flatness.js";
import { generalization } from "../experiments/generalization.js";
import { normalization } from "../experiments/normalization.js";
import { restarts } from "../experiments/restarts.js";
import type { FlatnessMeasures } from "../flatness/measureFlatness.js";
import { periodEnds } from "../measures/anytime.js";
import type { EpochResult, Results } from "../results.js";
import { epochResult, experimentResults, type MadeUp } from "./experimentResults.js";

type Train = Parameters<typeof experimentResults>[2];
type MadeUpTrial = Parameters<Train>[0];

/** A little up or down, the same for the same seed and place. */
const wobble = (seed: number, at: number) => Math.sin(12.9898 * seed + 78.233 * at);

/**
 * Made-up results of `generalization`, quick: at any training loss AdamW's test error is `gain` points lower than
 * Adam's, up to what seeds do.
 *
 * @param change what else becomes of a trial: left as it is, changed, or not run.
 */
export function madeUpGeneralization(
  gain = 2,
  change: (trial: MadeUpTrial, made: MadeUp) => MadeUp | null = (_, made) => made,
): Results {
  const preset = generalization.presets.quick!;
  return experimentResults("generalization", preset, (trial) => {
    const centre = trial.optimizer === "adam" ? 0.0064 : 0.1;
    const away = Math.log10(trial.weightDecay / centre);
    const history = Array.from({ length: trial.epochs }, (_, i): EpochResult => {
      const epoch = i + 1;
      const trainLoss =
        2.2 *
        Math.exp(-2 * (epoch / trial.epochs)) *
        (1 + 0.06 * Math.exp(away)) *
        (1 + 0.01 * wobble(trial.seed, epoch));
      const looked = epoch % preset.task.evaluateEvery === 0 || epoch === trial.epochs;
      const testError =
        46 +
        15 * Math.log1p(trainLoss) +
        0.7 * away ** 2 -
        (trial.optimizer === "adamw" ? gain : 0) +
        0.3 * wobble(trial.seed, 7 * epoch + away);
      return epochResult({
        epoch,
        trainLoss,
        testError: looked ? testError : null,
        learningRate: cosineAt(i, trial.epochs),
      });
    });
    return change(trial, { history });
  });
}

/** Made-up results of `restarts`: errors follow the learning rate, and the last period ends a little worse. */
export function madeUpRestarts(
  change: (trial: MadeUpTrial, made: MadeUp) => MadeUp | null = (_, made) => made,
  preset = restarts.presets.quick!,
): Results {
  return experimentResults("restarts", preset, (trial) => {
    const ends = periodEnds(trial.schedule, trial.epochs);
    const base = { adam: 46, adamw: 45, sgdw: 44 }[trial.optimizer] ?? 45;
    const history = Array.from({ length: trial.epochs }, (_, i): EpochResult => {
      const epoch = i + 1;
      const period = ends.findIndex((end) => epoch <= end);
      const start = period === 0 ? 0 : ends[period - 1]!;
      const learningRate = cosineAt(i - start, ends[period]! - start) * trial.learningRate;
      const share = learningRate / trial.learningRate;
      const late = ends.length > 1 && period === ends.length - 1 ? 0.4 : 0;
      return epochResult({
        epoch,
        learningRate,
        decay: (share * trial.weightDecay) / Math.sqrt(47 * (ends[period]! - start)),
        trainLoss: 0.9 + 0.5 * share + 1.2 / epoch,
        testError: base + late + 9 * share + 24 / epoch + 0.4 * wobble(trial.seed, epoch),
      });
    });
    return change(trial, { history });
  });
}

/**
 * Made-up results of `normalization`: the best decay is 0.1 over the root of the updates, the best learning rate
 * 0.001.
 */
export function madeUpNormalization(
  change: (trial: MadeUpTrial, made: MadeUp) => MadeUp | null = (_, made) => made,
  preset = normalization.presets.quick!,
): Results {
  const updatesPerEpoch = Math.ceil((preset.task.trainSize ?? 50_000) / preset.task.batchSize);
  return experimentResults("normalization", preset, (trial) => {
    const updates = updatesPerEpoch * trial.epochs;
    const normalized = trial.weightDecay * (trial.decay === "normalized" ? 1 : Math.sqrt(updates));
    const away = Math.log(normalized / 0.1) + 0.05 * wobble(trial.seed, trial.epochs);
    const testError = Math.min(
      90,
      42 + 80 / Math.sqrt(trial.epochs) + 0.8 * away ** 2 + Math.abs(Math.log(trial.learningRate / 0.001)),
    );
    return change(trial, { history: [epochResult({ epoch: trial.epochs, testError })] });
  });
}

const cosineAt = (t: number, length: number) => 0.5 + 0.5 * Math.cos((Math.PI * (t + 1)) / length);

/**
 * Made-up results of `flatness`, quick: SAM's solutions are the flattest and best, and AdamW's small weights make them
 * look sharp where the size of the weights counts. The comparison is there unless `change` leaves trials out.
 */
export function madeUpFlatness(
  change: (trial: MadeUpTrial, made: MadeUp) => MadeUp | null = (_, made) => made,
): Results {
  const flat: Readonly<Record<string, number>> = { sgd: 0.4, sam: 0.1, swa: 0.2, adamw: 0.3, adamwr: 0.35 };
  const preset = flatness.presets.quick!;
  const results = experimentResults("flatness", preset, (trial) => {
    const sharp = flat[trial.series]! * (1 + 0.05 * wobble(trial.seed, 1));
    const history = Array.from({ length: trial.epochs }, (_, i) =>
      epochResult({ epoch: i + 1, trainLoss: 2 / (i + 1), testError: 40 + 20 * sharp + 30 / (i + 1) }),
    );
    return change(trial, { history, measures: flatnessMeasures(sharp, trial.optimizer === "adamw") });
  });
  const along = (height: number) => ({
    positions: [-0.5, 0, 0.5, 1, 1.5],
    losses: [0.9, 0.5, 0.5 + height, 0.4, 0.8],
  });
  const lines = Object.keys(preset.series)
    .slice(1)
    .map((to, i) => ({ to, trainLoss: along(0.3 * i - 0.1), testError: along(30) }));
  const whole = results.trials.length === preset.seeds * Object.keys(preset.series).length;
  return {
    ...results,
    ...(whole && { comparison: { from: "sgd", seed: 1, testExamples: 2000, lines } }),
  };
}

function flatnessMeasures(sharp: number, small: boolean): FlatnessMeasures {
  const positions = [-1, -0.5, 0, 0.5, 1];
  const scale = small ? 16 : 1;
  return {
    trainLoss: 0.5 + 0.1 * wobble(7, sharp),
    weightNorm: small ? 5 : 20,
    samSharpness: scale * sharp,
    adaptiveSharpness: sharp,
    filterNormalizedRise: 2 * sharp,
    topEigenvalue: { value: 100 * scale * sharp, converged: !small },
    trace: { mean: 900 * scale * sharp, standardError: 50 },
    landscape: {
      positions,
      losses: positions.map((y) => positions.map((x) => 0.5 + sharp * (x * x + y * y))),
    },
  };
}
