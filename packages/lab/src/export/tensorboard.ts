import type { EpochResult, Outcome } from "../results.js";
import type { TrialRecord } from "../store/store.js";
import type { StoredStudy } from "../study/storedStudy.js";
import { sessionEnd, sessionStart } from "./hparams.js";
import { doubleField, floatField, intField, joined, messageField, textField } from "./protobuf.js";
import { runNames } from "./runNames.js";
import { tfRecord } from "./tfRecord.js";

/** A file of an export: its path below the directory that is exported to, and what is in it. */
export interface ExportedFile {
  path: string;
  contents: string | Uint8Array;
}

/** TensorBoard reads every file with "tfevents" in its name; one name, so that a later export replaces it. */
const fileName = "events.out.tfevents.lehr";

/**
 * A study as event files for TensorBoard, one run for each trial with an epoch to show. Steps are epochs; the
 * hyperparameters are there for its HParams page.
 *
 * An event's time is the study's beginning and the trial's training time up to there, taken as spread evenly over
 * its epochs: runs compare by training time, whoever ran them when.
 */
export function tensorboardFiles({ spec, trials, epochs }: StoredStudy): ExportedFile[] {
  const names = runNames(trials);
  const start = Date.parse(spec.origin.startedAt) / 1000;
  return trials.flatMap((record, i) => {
    const history = epochs.get(record.position) ?? [];
    if (history.length === 0) return [];
    return { path: `${names[i]!}/${fileName}`, contents: eventFile(record, history, start) };
  });
}

/**
 * The event file of a trial.
 *
 * @param start when its time begins, in seconds since 1970.
 */
function eventFile(record: TrialRecord, history: readonly EpochResult[], start: number): Uint8Array {
  const perEpoch = record.epochsDone === 0 ? 0 : record.seconds / record.epochsDone;
  const { outcome, trial } = record;
  const events = [
    event(start, textField(3, "brain.Event:2")),
    event(start, summary(sessionStart(trial, start))),
    ...history.map((epoch) =>
      event(start + epoch.epoch * perEpoch, intField(2, epoch.epoch), summary(...scalars(epoch).map(scalar))),
    ),
  ];
  if (outcome !== null) {
    const end = start + record.seconds;
    events.push(event(end, summary(sessionEnd(succeeded(outcome), end))));
  }
  return joined(...events.map(tfRecord));
}

const succeeded = (outcome: Outcome) => outcome === "finished" || outcome === "stopped";

/** What an epoch shows, by tag; what was not measured is left out. */
function scalars(epoch: EpochResult): [tag: string, value: number][] {
  const all: [string, number | null][] = [
    ["loss/train", epoch.trainLoss],
    ["loss/test", epoch.testLoss],
    ["error/test", epoch.testError],
    ["error/test_top5", epoch.testTop5Error],
    ["learning_rate", epoch.learningRate],
    ["weight_decay", epoch.decay],
  ];
  return all.filter((one): one is [string, number] => one[1] !== null);
}

/** An Event: wall_time = 1, step = 2 unless it is 0, and one of file_version = 3 and summary = 5. */
function event(seconds: number, ...fields: readonly Uint8Array[]): Uint8Array {
  return joined(doubleField(1, seconds), ...fields);
}

/** The field of an event that holds a Summary: value = 1, repeated. */
function summary(...values: readonly Uint8Array[]): Uint8Array {
  return messageField(5, ...values.map((value) => messageField(1, value)));
}

/** A Value: tag = 1, simple_value = 2. */
function scalar([tag, value]: [string, number]): Uint8Array {
  return joined(textField(1, tag), floatField(2, value));
}
