import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { coordinateRegret } from "./coordinateRegret.js";
import { couplingSlope } from "./couplingSlope.js";
import type { Cell, Grid } from "./grid.js";
import type { Scale } from "./scale.js";
import { toleranceSlope } from "./toleranceSlope.js";

const SCALE: Scale = { saturation: { at: 80, value: 90 }, tolerance: 3 };
const LEARNING_RATES = [-1, -2, -3, -4, -5].map((n) => 2 ** n);
const DECAYS = [-15, -14, -13, -12, -11, -10, -9, -8, -7, -6, -5].map((n) => 2 ** n);

function gridOf(value: (learningRate: number, weightDecay: number) => number | null): Grid {
  const cell = (v: number | null): Cell => ({
    state: v === null ? "diverged" : "measured",
    value: v,
    seeds: 1,
  });
  return {
    learningRate: LEARNING_RATES,
    weightDecay: DECAYS,
    cells: LEARNING_RATES.map((lr) => DECAYS.map((lambda) => cell(value(lr, lambda)))),
  };
}

/** A parabola in log2(decay) around a valley log2(decay) = offset + slope * log2(learning rate). */
const valley = (slope: number, offset: number) =>
  gridOf((lr, lambda) => 40 + 2 * (Math.log2(lambda) - offset - slope * Math.log2(lr)) ** 2);

const map = (grid: Grid, change: (cell: Cell, row: number, column: number) => Cell): Grid => ({
  ...grid,
  cells: grid.cells.map((cells, row) => cells.map((cell, column) => change(cell, row, column))),
});

const measures = { couplingSlope, toleranceSlope, coordinateRegret };

/** Numbers that add without rounding, so that no tie is broken by a last bit. */
function eighths(min: number, max: number) {
  return fc.integer({ min: min * 8, max: max * 8 }).map((n) => n / 8);
}

const anyGrid = fc
  .array(fc.option(eighths(30, 70), { freq: 6 }), {
    minLength: LEARNING_RATES.length * DECAYS.length,
    maxLength: LEARNING_RATES.length * DECAYS.length,
  })
  .map((values) =>
    gridOf((lr, lambda) => values[LEARNING_RATES.indexOf(lr) * DECAYS.length + DECAYS.indexOf(lambda)]!),
  );

function expectClose(actual: number | null, expected: number | null) {
  if (expected === null) expect(actual).toBeNull();
  else expect(actual).toBeCloseTo(expected, 6);
}

describe("laws of the measures", () => {
  test.each([
    [-1, -13],
    [0, -10],
    [1, -7],
  ])("a valley of slope %d has that coupling and tolerance slope", (slope, offset) => {
    const grid = valley(slope, offset);
    expect(couplingSlope(grid, SCALE)).toBeCloseTo(slope, 12);
    expect(toleranceSlope(grid, SCALE)).toBeCloseTo(slope, 12);
  });

  test("an upright valley costs one-knob-at-a-time tuning nothing", () => {
    expect(coordinateRegret(valley(0, -10), SCALE)).toBe(0);
  });

  test("a constant added to all errors changes nothing", () => {
    fc.assert(
      fc.property(anyGrid, eighths(-20, 9), (grid, shift) => {
        const shifted = map(grid, (cell) => ({
          ...cell,
          value: cell.value === null ? null : cell.value + shift,
        }));
        const scale = { ...SCALE, saturation: { at: 80 + shift, value: 90 + shift } };
        for (const measure of Object.values(measures)) {
          expectClose(measure(shifted, scale), measure(grid, SCALE));
        }
      }),
      { numRuns: 50 },
    );
  });

  test("learning rates and decays in other units change nothing", () => {
    fc.assert(
      fc.property(anyGrid, fc.integer({ min: -8, max: 8 }), fc.integer({ min: -8, max: 8 }), (grid, a, b) => {
        const scaled = {
          ...grid,
          learningRate: grid.learningRate.map((lr) => lr * 2 ** a),
          weightDecay: grid.weightDecay.map((lambda) => lambda * 2 ** b),
        };
        for (const measure of Object.values(measures)) {
          expectClose(measure(scaled, SCALE), measure(grid, SCALE));
        }
      }),
      { numRuns: 50 },
    );
  });

  test("converting decays from lambda to lambda * lr raises both slopes by one", () => {
    // On grids in which row r is shifted by r columns, the conversion keeps the columns aligned.
    const perStep = valley(0, -10);
    const perRate = valley(-1, -10);
    expect(couplingSlope(perStep, SCALE)! - couplingSlope(perRate, SCALE)!).toBeCloseTo(1, 12);
  });

  test("regret is never negative", () => {
    fc.assert(fc.property(anyGrid, (grid) => (coordinateRegret(grid, SCALE) ?? 0) >= 0));
  });

  test("how bad the lost cells are does not matter to the coupling slope", () => {
    fc.assert(
      fc.property(anyGrid, fc.double({ min: 80, max: 1e9, noNaN: true }), (grid, bad) => {
        const lost = map(grid, (cell) =>
          cell.value === null ? { ...cell, state: "measured", value: bad } : cell,
        );
        for (const measure of Object.values(measures)) {
          expect(measure(lost, SCALE)).toEqual(measure(grid, SCALE));
        }
      }),
      { numRuns: 50 },
    );
  });
});

describe("where the grid cannot tell", () => {
  const missing: Cell = { state: "missing", value: null, seeds: 0 };

  test("fewer than two usable rows", () => {
    const oneRow = map(valley(-1, -13), (cell, row) => (row === 0 ? cell : missing));
    const lost = gridOf(() => null);
    const empty: Grid = { learningRate: [], weightDecay: [], cells: [] };
    for (const measure of Object.values(measures)) {
      expect(measure(oneRow, SCALE)).toBeNull();
      expect(measure(lost, SCALE)).toBeNull();
      expect(measure(empty, SCALE)).toBeNull();
    }
  });

  test("an interrupted row is left out, not taken for a bad one", () => {
    const whole = valley(-1, -13);
    const interrupted = map(whole, (cell, row, column) => (row === 1 && column > 3 ? missing : cell));
    expect(couplingSlope(interrupted, SCALE)).toBeCloseTo(-1, 12);
    expect(toleranceSlope(interrupted, SCALE)).toBeCloseTo(-1, 12);
  });

  test("rows that tolerate every decay have no tolerance slope", () => {
    expect(
      toleranceSlope(
        gridOf(() => 40),
        SCALE,
      ),
    ).toBeNull();
  });
});
