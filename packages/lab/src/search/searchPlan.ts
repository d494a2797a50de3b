import type { Plan } from "../experiments/plan.js";
import { SMALL_BUDGET_SCALES } from "../measures/scale.js";
import type { Series } from "../results.js";
import type { Halving } from "../store/store.js";
import type { OptionValue, Task, Trial } from "../training/trial.js";
import { UsageError } from "../usageError.js";
import { type Setting, settingOf } from "./setting.js";
import { drawsOf, type Variation } from "./variation.js";

/** What a user asks of a study of their own. */
export interface SearchRequest {
  task: Omit<Task, "subsetSeed">;
  epochs: number;
  /** The first seed, and how many there are. */
  seed: number;
  seeds: number;
  /** What is the same in all trainings, by name. */
  fixed: Readonly<Record<string, OptionValue>>;
  /** What is not; nothing makes a study of one setting. */
  varied: readonly Variation[];
  /** So many settings are drawn; null runs all there are. */
  random: number | null;
  halving: Halving | null;
}

/** A search with every choice made. */
export interface Search {
  plan: Plan;
  /** All settings with one seed, then with the next. */
  trials: Trial[];
  halving: Halving | null;
}

/**
 * How often in a row draws may repeat earlier ones before we say that there are no others: so often, and for each
 * setting found. One more that is as likely as they are would be missed once in a hundred million times.
 */
const MOST_REPEATS = { always: 1000, each: 20 };

/**
 * The trials of a study of one's own: one series for each optimizer, schedule and decay convention.
 *
 * @throws UsageError for what there is not, before anything is done: each setting's optimizer is built once.
 */
export function searchOf(request: SearchRequest): Search {
  const { task, epochs, seed, seeds, fixed, varied, random, halving } = request;
  checkNames(request);
  if (halving !== null && halving.firstRung >= epochs) {
    throw new UsageError(`--first-rung must be less than the ${epochs} epochs, got ${halving.firstRung}`);
  }
  const named = random === null ? product(varied) : drawn(varied, random, seed);
  const settings = named.map((values) => settingOf({ ...fixed, ...values }, epochs));
  const keys = seriesKeys(settings);
  const own = Object.fromEntries(Object.entries(settings[0]!.options).filter(([name]) => name in fixed));
  const series = Object.fromEntries(
    [...new Set(keys)].map((key): [string, Series] => {
      const members = settings.filter((_, i) => keys[i] === key);
      const { optimizer, decay, schedule } = members[0]!;
      return [
        key,
        {
          ...{ optimizer, decay, schedule, options: own, epochs },
          learningRates: unique(members.map(({ learningRate }) => learningRate)),
          weightDecays: unique(members.map(({ weightDecay }) => weightDecay)),
        },
      ];
    }),
  );
  const trials = Array.from({ length: seeds }, (_, i) => seed + i).flatMap((trialSeed) =>
    settings.map((setting, i): Trial => ({ series: keys[i]!, ...setting, epochs, seed: trialSeed })),
  );
  const preset = settings.length === 1 ? "single" : random === null ? "grid" : "random";
  const plan = { experiment: "search", preset, seed, seeds, task: { ...task, subsetSeed: seed }, series };
  return { plan: { ...plan, scales: SMALL_BUDGET_SCALES }, trials, halving };
}

function checkNames({ fixed, varied, random }: SearchRequest): void {
  const names = varied.map(({ name }) => name);
  const twice = names.find((name, i) => name in fixed || names.indexOf(name) < i);
  if (twice !== undefined) throw new UsageError(`${twice} is given twice; set it, or vary it once`);
  const range = varied.find(({ kind }) => kind === "range");
  if (range !== undefined && random === null) {
    throw new UsageError(
      `--vary ${range.name} is a range without a number of values: end it with :5 for five, or draw with --random 30`,
    );
  }
}

type Values = Record<string, OptionValue>;

/** Every combination; the last that varies changes fastest. */
function product(varied: readonly Variation[]): Values[] {
  return varied.reduce<Values[]>(
    (all, variation) =>
      all.flatMap((values) =>
        (variation.kind === "values" ? variation.values : []).map((value) => ({
          ...values,
          [variation.name]: value,
        })),
      ),
    [{}],
  );
}

/** Different settings, drawn from the seed; more of them begin with the same ones. */
function drawn(varied: readonly Variation[], count: number, seed: number): Values[] {
  const draws = varied.map((variation) => ({ name: variation.name, of: drawsOf(variation, seed) }));
  const found = new Map<string, Values>();
  for (let repeats = 0; found.size < count; ) {
    const values = Object.fromEntries(draws.map(({ name, of }) => [name, of.next().value]));
    const key = JSON.stringify(values);
    repeats = found.has(key) ? repeats + 1 : 0;
    if (repeats > MOST_REPEATS.always + MOST_REPEATS.each * found.size) {
      throw new UsageError(
        `--random must be at most the ${found.size} settings there are, got ${count}; leave it out to run them all`,
      );
    }
    found.set(key, values);
  }
  return [...found.values()];
}

/** The optimizer, and of decay and schedule what differs. */
function seriesKeys(settings: readonly Setting[]): string[] {
  const schedules = unique(settings.map(({ schedule }) => schedule));
  const differing = (["decay", "schedule"] as const).filter((part) =>
    settings.some((one) =>
      settings.some((other) => one.optimizer === other.optimizer && one[part] !== other[part]),
    ),
  );
  // A description as JSON would be no name.
  const word = (text: string) => (text.startsWith("{") ? `schedule-${schedules.indexOf(text) + 1}` : text);
  return settings.map((setting) =>
    [setting.optimizer, ...differing.map((part) => word(setting[part]))].join("-"),
  );
}

const unique = <T>(values: readonly T[]): T[] => [...new Set(values)];
