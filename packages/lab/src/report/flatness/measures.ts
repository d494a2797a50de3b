import type { FlatnessMeasures } from "../../flatness/measureFlatness.js";

/** A measure of flatness as the report tells it. */
export interface Flatness {
  /** With its unit, for axes and tables. */
  label: string;
  /** In the middle of a sentence. */
  words: string;
  /** Whether networks whose weights differ in size compare by it. */
  scaleFree: boolean;
  of(measures: FlatnessMeasures): number | null;
}

/** The measures that solutions are compared by; smaller is flatter. */
export const FLATNESS: readonly Flatness[] = [
  {
    label: "adaptive sharpness, nats",
    words: "adaptive sharpness",
    scaleFree: true,
    of: (measures) => measures.adaptiveSharpness,
  },
  {
    label: "filter-normalized rise, nats",
    words: "filter-normalized rise",
    scaleFree: true,
    of: (measures) => measures.filterNormalizedRise,
  },
  {
    label: "SAM sharpness, nats",
    words: "SAM sharpness",
    scaleFree: false,
    of: (measures) => measures.samSharpness,
  },
  {
    label: "top Hessian eigenvalue",
    words: "top Hessian eigenvalue",
    scaleFree: false,
    of: (measures) => measures.topEigenvalue.value,
  },
  {
    label: "trace of the Hessian",
    words: "trace of the Hessian",
    scaleFree: false,
    of: (measures) => measures.trace.mean,
  },
];
