import type { FigureGrid } from "../measures/grid.js";

/** One heat map of a figure of the paper. */
export interface PaperPanel extends FigureGrid {
  /** What its experiment calls the series. */
  series: string;
  optimizer: "sgd" | "sgdw" | "adam" | "adamw";
  /** The convention of the decay axis, by its name in `lehr`. */
  decay: "l2" | "decoupled";
  schedule: "fixed" | "step-drop" | "cosine";
}
