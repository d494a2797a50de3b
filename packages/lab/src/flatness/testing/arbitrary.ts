import fc from "fast-check";

const coordinate = fc.double({ min: -3, max: 3, noNaN: true });

/** Random vectors of a length, for fast-check. */
export function vectorOf(size: number): fc.Arbitrary<number[]> {
  return fc.array(coordinate, { minLength: size, maxLength: size });
}

/** Random symmetric matrices, for fast-check. */
export function symmetric(size: number): fc.Arbitrary<number[][]> {
  return fc
    .array(vectorOf(size), { minLength: size, maxLength: size })
    .map((rows) => rows.map((row, i) => row.map((value, j) => (value + rows[j]![i]!) / 2)));
}
