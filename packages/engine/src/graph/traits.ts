/** What a graph needs to know of the device it is for: all that differs between graphs for one and for another. */
export interface Traits {
  /** Channels to a block in the runtime's blocked convolutions, where it has any. */
  readonly channelBlock: number | undefined;
  /** Operators that the runtime has no fast or exact kernel for on the device, and optional outputs of such. */
  readonly lacks: ReadonlySet<string>;
  /**
   * Whether thousands of threads share each operator. Then it counts how many operators and passes over memory there
   * are, and a long sum has to be split, or most threads would wait for a few.
   */
  readonly massivelyParallel: boolean;
}

/** Those of a device with a kernel for every operator and nothing special. */
export const PLAIN: Traits = { channelBlock: undefined, lacks: new Set(), massivelyParallel: false };
