import { UsageError } from "../usageError.js";

/** A residual block's place in the network. */
export interface ResidualBlock {
  readonly name: string;
  /** Channels. */
  readonly in: number;
  readonly out: number;
  /** 2 where height and width are halved. */
  readonly stride: 1 | 2;
}

/** Channels of the convolution before the first block, whatever the width. */
export const stemWidth = 16;

/**
 * The blocks of a residual network for CIFAR-10 (He et al., "Deep Residual Learning for Image Recognition",
 * 2016, section 4.2): three stages of n blocks of two convolutions, so depth = 6n + 2 with the first convolution
 * and the linear layer. Width doubles and the map is halved from stage to stage.
 *
 * @param width channels of the first stage.
 * @throws UsageError for a depth that is not 6n + 2.
 */
export function residualBlocks(depth: number, width: number): ResidualBlock[] {
  const count = (depth - 2) / 6;
  if (!Number.isInteger(count) || count < 1) {
    throw new UsageError(`the depth of a residual network must be 6n + 2: 8, 14, 20, 26, ...; got ${depth}`);
  }
  return [0, 1, 2].flatMap((stage) =>
    Array.from({ length: count }, (_, i): ResidualBlock => {
      const out = width * 2 ** stage;
      const before = stage === 0 ? stemWidth : out / 2;
      return {
        name: `stage${stage + 1}/block${i + 1}`,
        in: i === 0 ? before : out,
        out,
        stride: stage > 0 && i === 0 ? 2 : 1,
      };
    }),
  );
}
