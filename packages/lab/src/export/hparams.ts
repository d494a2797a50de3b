import type { OptionValue, Trial } from "../training/trial.js";
import { doubleField, intField, joined, messageField, textField } from "./protobuf.js";

/** Statuses of TensorBoard's HParams plugin. */
const statuses = { success: 1, failure: 2 } as const;

/** The summary value from which TensorBoard's HParams page learns what a run was trained with. */
export function sessionStart(trial: Trial, startSeconds: number): Uint8Array {
  const { series, optimizer, decay, schedule, learningRate, weightDecay, options, epochs, seed } = trial;
  const all = { series, optimizer, decay, schedule, learningRate, weightDecay, ...options, epochs, seed };
  // SessionStartInfo: a map hparams = 1, whose entries are key = 1 and value = 2; start_time_secs = 5.
  const entries = Object.entries(all).map(([name, value]) =>
    messageField(1, textField(1, name), messageField(2, anyValue(value))),
  );
  return pluginValue(
    "_hparams_/session_start_info",
    messageField(3, ...entries, doubleField(5, startSeconds)),
  );
}

/** The one that says how it ended. */
export function sessionEnd(success: boolean, endSeconds: number): Uint8Array {
  const status = intField(1, success ? statuses.success : statuses.failure);
  return pluginValue("_hparams_/session_end_info", messageField(4, status, doubleField(2, endSeconds)));
}

/** A google.protobuf.Value: number_value = 2, string_value = 3, bool_value = 4. */
function anyValue(value: OptionValue): Uint8Array {
  if (typeof value === "number") return doubleField(2, value);
  return typeof value === "string" ? textField(3, value) : intField(4, Number(value));
}

/** A Value without a number: tag = 1, metadata = 9, whose plugin_data = 1 has plugin_name = 1 and content = 2. */
function pluginValue(tag: string, content: Uint8Array): Uint8Array {
  const pluginData = messageField(1, textField(1, "hparams"), messageField(2, content));
  return joined(textField(1, tag), messageField(9, pluginData));
}
