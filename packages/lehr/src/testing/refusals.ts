import { expect, it } from "vitest";

/** A numeric option, how to call its owner with a value for it, and values outside its range. */
export interface NumericOption {
  readonly owner: string;
  readonly option: string;
  readonly make: (value: number) => unknown;
  /** Values to be refused besides NaN and the infinities. */
  readonly refused: readonly number[];
  /** Values to be taken. */
  readonly taken: readonly number[];
}

/** One test for each option: it takes what it should, and refuses the rest by name, value and range. */
export function refusesOutOfRange(options: readonly NumericOption[]): void {
  it.each(options.map((option) => [`${option.owner} ${option.option}`, option] as const))(
    "%s",
    (_, { owner, option, make, refused, taken }) => {
      for (const value of taken) expect(() => make(value)).not.toThrow();
      for (const value of [Number.NaN, Infinity, -Infinity, ...refused]) {
        let message = "nothing was thrown";
        try {
          make(value);
        } catch (error) {
          message = error instanceof RangeError ? error.message : `not a RangeError: ${error}`;
        }
        expect(message).toContain(`${owner}: ${option}`);
        expect(message).toContain(String(value));
        expect(message).toMatch(/must be|must fit/);
      }
    },
  );
}
