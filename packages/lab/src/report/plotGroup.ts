import * as Plot from "@observablehq/plot";
import { parseHTML } from "linkedom";

const { document } = parseHTML("<!doctype html><html><body></body></html>");

/**
 * Draws a plot and returns what is inside its <svg>, without the style sheet that Observable Plot adds: a figure
 * may then hold several plots, and sits in a page without reaching beyond itself. Give the plot no clipping:
 * clip paths are numbered through the life of the process, and figures would no longer be byte-stable.
 */
export function plotGroup(options: Plot.PlotOptions): string {
  const svg = Plot.plot({ ...options, document }) as unknown as DrawnElement;
  for (const style of svg.querySelectorAll("style")) style.remove();
  return svg.innerHTML.replace(ATTRIBUTE, (attribute) => attribute.replace(LONG_NUMBER, shorten));
}

/** What is needed of a DOM element; the DOM's own types belong to browsers. */
interface DrawnElement {
  innerHTML: string;
  querySelectorAll(selector: string): Iterable<{ remove(): void }>;
}

const ATTRIBUTE = /="[^"]*"/g;
const LONG_NUMBER = /\d+\.\d{4,}/g;

/** Coordinates to a thousandth of a pixel: less to read and to store, and no last bits that differ. */
function shorten(number: string): string {
  return String(Math.round(Number(number) * 1000) / 1000);
}
