import { readTestdata } from "./references.js";

/** A scheduler of PyTorch's, its options in PyTorch's spelling, and the learning rates it gave. */
export interface TorchScheduleCase {
  scheduler: string;
  options: Record<string, unknown>;
  base_lr: number;
  lrs: number[];
  epochs?: number[];
  metrics?: number[];
}

export const torchSchedules = readTestdata<{ cases: TorchScheduleCase[] }>("schedules.json").cases;

/** The cases with a title each, those of some schedulers only if they are named. */
export function torchCases(...schedulers: string[]): (readonly [string, TorchScheduleCase])[] {
  return torchSchedules
    .map((of, i) => [`case ${i}: ${of.scheduler} ${JSON.stringify(of.options)}`, of] as const)
    .filter(([, of]) => schedulers.length === 0 || schedulers.includes(of.scheduler));
}
