import { FIGURE_4, FIGURE_4_IMAGENET32, type Figure4 } from "../../paper/figure4.js";
import type { Results } from "../../results.js";

/** The half of the paper's Figure 4 that results belong beside. */
export function paperHalf({ task }: Pick<Results, "task">): Figure4 {
  return task.dataset.startsWith("imagenet32:") ? FIGURE_4_IMAGENET32 : FIGURE_4;
}

/** The errors of the paper's line of that name, at the epochs of its figure; undefined if there is none. */
export function paperErrors({ error }: Figure4, series: string): readonly (number | null)[] | undefined {
  return Object.hasOwn(error, series) ? error[series as keyof typeof error] : undefined;
}

/** Where that line ends. */
export function paperFinalError(paper: Figure4, series: string): number | undefined {
  return paperErrors(paper, series)
    ?.filter((error) => error !== null)
    .at(-1);
}

/** What it ends at in training. */
export function paperFinalLoss({ finalLoss }: Figure4, series: string): number | undefined {
  return Object.hasOwn(finalLoss, series) ? finalLoss[series as keyof typeof finalLoss] : undefined;
}
