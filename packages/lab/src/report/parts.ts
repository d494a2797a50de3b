import type { Drawing, FigureText } from "./figure.js";

/** A figure of the report, drawn and described. */
export interface Figure extends FigureText {
  /** The name of its file, without extension. */
  file: string;
  drawing: Drawing;
  /** What stands beneath it in the report, plain text. */
  caption?: string;
}

/** A part of the report under a heading; what it has is shown in this order. */
export interface Section {
  heading: string;
  /** Plain text, a paragraph each. */
  paragraphs?: readonly string[];
  figures?: readonly Figure[];
  /** HTML that is safe as it is: tables made by `tables.ts`. */
  tables?: readonly string[];
  /** Plain text, a bullet each. */
  points?: readonly string[];
  /** Small print, plain text. */
  notes?: readonly string[];
}

/** What an experiment has to say, for the page that frames it. */
export interface ReportParts {
  title: string;
  /** One or two sentences to read first, from the numbers alone, plain text. */
  headline: readonly string[];
  /** A sentence on what was trained, plain text. */
  setting: string;
  sections: readonly Section[];
}
