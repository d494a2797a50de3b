import type { EpochResult } from "../results.js";
import { startProgressBoard } from "../terminal/progressBoard.js";
import type { ProgressOutput } from "../terminal/progressWriter.js";

/** Shows how one training goes on. */
export interface TrainingProgress {
  /** An epoch has ended. */
  epoch(result: EpochResult, seconds: number): void;
  /** So much of the next one is done, 0 to 1. */
  share(share: number): void;
  end(): void;
}

export interface TrainingProgressOptions {
  /** Default: standard error. */
  output?: ProgressOutput;
  /** Default: this process's. */
  environment?: Readonly<Record<string, string | undefined>>;
  /** A clock in milliseconds. Default `performance.now`. */
  now?: () => number;
}

/** A bar is redrawn at most this often, in milliseconds. */
const redrawInterval = 100;

/**
 * Shows a training: on a terminal as a bar with epoch, losses, rate and time left; elsewhere as a line per epoch.
 *
 * @param epochs of the whole training.
 * @param epochsDone before this process went on with it.
 */
export function showTraining(
  epochs: number,
  epochsDone: number,
  options: TrainingProgressOptions = {},
): TrainingProgress {
  const { output = process.stderr, environment = process.env, now = () => performance.now() } = options;
  const redraws = output.isTTY === true && environment.TERM !== "dumb";
  const board = redraws ? startProgressBoard({ output, environment, now }) : null;
  const started = now();
  let done = epochsDone;
  let numbers = "";
  let drawn = Number.NEGATIVE_INFINITY;

  const draw = (share: number) => {
    drawn = now();
    const advanced = done + share - epochsDone;
    const epoch = Math.min(epochs, done + 1);
    board?.update(
      {
        label: `epoch ${epoch}${numbers}`,
        done: done + share,
        total: epochs,
        unit: "epochs",
        rate: advanced > 0 ? (advanced * 1000) / (drawn - started) : null,
      },
      [],
    );
  };
  return {
    epoch({ epoch, trainLoss, testError, learningRate }, seconds) {
      done = epoch;
      const error = testError === null ? "" : `, test error ${testError.toFixed(2)} %`;
      numbers = `, loss ${trainLoss.toPrecision(4)}${error}`;
      if (board === null) {
        const rate = Number(learningRate.toPrecision(3));
        output.write(
          `epoch ${epoch} of ${epochs}${numbers}, learning rate ${rate}, ${seconds.toFixed(1)} s\n`,
        );
      }
      draw(0);
    },
    share(share) {
      if (board !== null && now() - drawn >= redrawInterval) draw(share);
    },
    end: () => board?.end(),
  };
}
