import { drawLineChart } from "../terminal/lineChart.js";
import type { ScheduleCurve } from "../training/scheduleCurve.js";

/** So many restarts are told by number. */
const toldRestarts = 12;

/**
 * A schedule as lines for the terminal: the learning rate, the weight decay where there is one, the restarts.
 *
 * @param decayLabel what the decay is called; left out, none is drawn.
 */
export function drawn(
  name: string,
  { points, restarts }: ScheduleCurve,
  { columns, decayLabel }: { columns: number; decayLabel?: string },
): string[] {
  const epochs = restarts.map((update) => points.find((point) => point.update === update)!.epoch);
  const chart = (title: string, height: (point: ScheduleCurve["points"][number]) => number) =>
    drawLineChart(
      {
        title,
        points: points.map((point) => ({ x: point.epoch, y: height(point) })),
        marks: epochs,
        unit: "epochs",
      },
      columns,
    );
  const lines = chart(`${name}: learning rate`, (point) => point.learningRate);
  if (decayLabel !== undefined) lines.push("", ...chart(decayLabel, (point) => point.decay ?? 0));
  if (epochs.length > 0) {
    const told = epochs.slice(0, toldRestarts).map((epoch) => Number(epoch.toPrecision(4)));
    lines.push("", `Restarts after epochs ${told.join(", ")}${epochs.length > told.length ? ", ..." : ""}`);
  }
  return lines;
}

/** A schedule as numbers: what was asked for, and the points of the curve. */
export function json(
  name: string,
  curve: ScheduleCurve,
  options: { epochs: string; updatesPerEpoch: string; decay: string; weightDecay?: string },
): string {
  return JSON.stringify(
    {
      schedule: name,
      epochs: Number(options.epochs),
      updatesPerEpoch: Number(options.updatesPerEpoch),
      ...(options.weightDecay !== undefined && {
        decay: options.decay,
        weightDecay: Number(options.weightDecay),
      }),
      ...curve,
    },
    null,
    2,
  );
}
