/** On what scale cells are compared. The same shape as `ResultScale` of results.json. */
export interface Scale {
  /**
   * Cells at `at` or worse, and cells that diverged, all count as `value`: how bad a lost run is says nothing.
   * Rows without a cell better than `at` are left out.
   */
  saturation: { at: number; value: number };
  /** How much worse than the best of its row a cell may be to count as tolerated. */
  tolerance: number;
}

/** Test error of the paper's networks, in per cent: the colour scale of its Figures 1 and 2 ends at 7. */
export const PAPER_ERROR_SCALE: Scale = { saturation: { at: 7, value: 7.5 }, tolerance: 0.5 };

/**
 * Test loss of such networks, in nats. The paper shows none, so this is our choice: about what its errors come with.
 */
export const PAPER_LOSS_SCALE: Scale = { saturation: { at: 0.4, value: 0.43 }, tolerance: 0.025 };

/**
 * Test error on ten classes after a short training, in per cent. Chance is 90; at 80 or worse next to nothing
 * was learned. Errors lie near 50, so a tolerance means as much as 0.5 points do on the paper's scale when it
 * is some six times as large.
 */
export const SMALL_BUDGET_ERROR_SCALE: Scale = { saturation: { at: 80, value: 90 }, tolerance: 3 };

/** Test loss on ten classes after a short training, in nats. Chance is ln 10. */
export const SMALL_BUDGET_LOSS_SCALE: Scale = {
  saturation: { at: 2.2, value: Math.log(10) },
  tolerance: 0.1,
};

/**
 * Top-5 error on the thousand classes of ImageNet32x32, in per cent. Chance is 99.5. The paper's runs end near 16, four
 * times as high as on CIFAR-10, and so does the tolerance; the scale of its figure is not known.
 */
export const IMAGENET32_ERROR_SCALE: Scale = { saturation: { at: 90, value: 99.5 }, tolerance: 2 };

/** Test loss on a thousand classes, in nats. Chance is ln 1000. */
export const IMAGENET32_LOSS_SCALE: Scale = {
  saturation: { at: 6.5, value: Math.log(1000) },
  tolerance: 0.1,
};

/** Both scales of the paper's networks. */
export const PAPER_SCALES = { error: PAPER_ERROR_SCALE, loss: PAPER_LOSS_SCALE };

/** Both scales of the paper's networks on ImageNet32x32. */
export const IMAGENET32_SCALES = { error: IMAGENET32_ERROR_SCALE, loss: IMAGENET32_LOSS_SCALE };

/** Both scales of a short training. */
export const SMALL_BUDGET_SCALES = { error: SMALL_BUDGET_ERROR_SCALE, loss: SMALL_BUDGET_LOSS_SCALE };
