import * as Plot from "@observablehq/plot";
import { parseHTML } from "linkedom";

const { document } = parseHTML("<!doctype html><html><body></body></html>");

/**
 * Draws a plot and returns what is inside its <svg>, without the style sheet that Observable Plot adds: a figure
 * may then hold several plots, and sits in a page without reaching beyond itself. Give the plot no clipping:
 * clip paths are numbered through the life of the process, and figures would no longer be byte-stable.
 */
export function plotGroup(options: Plot.PlotOptions): string {
  const svg = Plot.plot({ ...options, document: document });
  for (const style of svg.querySelectorAll("style")) style.remove();
  return svg.innerHTML;
}
