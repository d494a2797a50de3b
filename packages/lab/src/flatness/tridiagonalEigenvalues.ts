/** An eigenvalue of a symmetric matrix with the first component of its eigenvector of norm 1. */
export interface FirstComponent {
  eigenvalue: number;
  first: number;
}

const SWEEPS = 60;

/**
 * The eigenvalues, smallest first, of the symmetric tridiagonal matrix with this diagonal and these numbers beside
 * it, by Jacobi's rotations, which zero one number off the diagonal after the other until none is left to speak of.
 * Meant for a hundred rows or so.
 *
 * @param beside one fewer than `diagonal`.
 */
export function tridiagonalEigenvalues(
  diagonal: readonly number[],
  beside: readonly number[],
): FirstComponent[] {
  const size = diagonal.length;
  const a = diagonal.map((value, i) => {
    const row = new Float64Array(size);
    row[i] = value;
    if (i > 0) row[i - 1] = beside[i - 1]!;
    if (i < size - 1) row[i + 1] = beside[i]!;
    return row;
  });
  // The first row of the product of all rotations: the first components of the eigenvectors.
  const first = new Float64Array(size);
  first[0] = 1;
  const negligible = Number.EPSILON * Math.hypot(...diagonal, ...beside);
  for (let sweep = 0, turned = true; turned && sweep < SWEEPS; sweep++) {
    turned = false;
    for (let p = 0; p < size - 1; p++) {
      for (let q = p + 1; q < size; q++) {
        if (Math.abs(a[p]![q]!) <= negligible) continue;
        turned = true;
        rotate(a, first, p, q);
      }
    }
  }
  const order = Array.from(first, (value, i) => ({ eigenvalue: a[i]![i]!, first: value }));
  return order.sort((one, other) => one.eigenvalue - other.eigenvalue);
}

/** Turns the plane of axes p and q so that a[p][q] becomes 0; by the smaller of the angles that do. */
function rotate(a: readonly Float64Array[], first: Float64Array, p: number, q: number): void {
  const ratio = (a[q]![q]! - a[p]![p]!) / (2 * a[p]![q]!);
  const tangent = Math.sign(ratio || 1) / (Math.abs(ratio) + Math.hypot(1, ratio));
  const cosine = 1 / Math.hypot(1, tangent);
  const sine = tangent * cosine;
  const turn = (x: number, y: number): [number, number] => [cosine * x - sine * y, sine * x + cosine * y];
  for (const row of a) [row[p], row[q]] = turn(row[p]!, row[q]!);
  const [up, down] = [a[p]!, a[q]!];
  for (let i = 0; i < first.length; i++) [up[i], down[i]] = turn(up[i]!, down[i]!);
  [first[p], first[q]] = turn(first[p]!, first[q]!);
}
