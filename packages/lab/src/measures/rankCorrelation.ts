/**
 * Spearman's rank correlation: how far two numbers of the same things rise together, from -1 to 1, whatever their
 * scales. Equal values share the mean of their ranks.
 *
 * @returns null for fewer than three things, or where all values of either are equal.
 */
export function rankCorrelation(a: readonly number[], b: readonly number[]): number | null {
  if (a.length < 3) return null;
  const [x, y] = [centredRanks(a), centredRanks(b)];
  const product = (u: readonly number[], v: readonly number[]) =>
    u.reduce((sum, value, i) => sum + value * v[i]!, 0);
  const scale = Math.sqrt(product(x, x) * product(y, y));
  return scale === 0 ? null : product(x, y) / scale;
}

/**
 * The same with a third number held fixed, as far as ranks tell: the correlation that is left when what both owe to
 * `held` is taken out.
 *
 * @returns null where there is no correlation, or `held` leaves nothing of either.
 */
export function partialRankCorrelation(
  a: readonly number[],
  b: readonly number[],
  held: readonly number[],
): number | null {
  const [ab, ac, bc] = [rankCorrelation(a, b), rankCorrelation(a, held), rankCorrelation(b, held)];
  if (ab === null || ac === null || bc === null) return null;
  const scale = Math.sqrt((1 - ac ** 2) * (1 - bc ** 2));
  return scale < 1e-9 ? null : (ab - ac * bc) / scale;
}

/** Ranks minus their mean. */
function centredRanks(values: readonly number[]): number[] {
  return values.map((value) => {
    const below = values.filter((other) => other < value).length;
    const equal = values.filter((other) => other === value).length;
    return below + (equal + 1) / 2 - (values.length + 1) / 2;
  });
}
