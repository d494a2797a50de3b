import { expect } from "vitest";
import { standaloneFigure } from "../report/figure.js";
import type { ReportParts } from "../report/parts.js";

/** All that a report says outside its figures. */
export function reportText({ title, headline, setting, sections }: ReportParts): string {
  const parts = sections.flatMap(({ heading, paragraphs, points, notes, tables, figures }) => [
    heading,
    ...(paragraphs ?? []),
    ...(points ?? []),
    ...(notes ?? []),
    ...(tables ?? []),
    ...(figures ?? []).flatMap((figure) => [figure.title, figure.description, figure.caption ?? ""]),
  ]);
  return [title, ...headline, setting, ...parts].join("\n");
}

/** The drawing of a report's figure as a file of its own; throws if it has none of that name. */
export function figureOf({ sections }: ReportParts, file: string): string {
  const figure = sections.flatMap(({ figures }) => figures ?? []).find((one) => one.file === file);
  if (!figure) throw new Error(`the report has no figure "${file}"`);
  return standaloneFigure(figure.drawing, figure);
}

/** No slip shows: no number that is none, no mark-up but the tables' own, and no two figures of one name. */
export function expectWellMade(parts: ReportParts): void {
  expect(reportText(parts)).not.toMatch(/NaN|Infinity|undefined|null|\[object/);
  const figures = parts.sections.flatMap((section) => section.figures ?? []);
  expect(new Set(figures.map(({ file }) => file)).size).toBe(figures.length);
  for (const { drawing } of figures) {
    expect(drawing.body).not.toMatch(/NaN|Infinity|undefined/);
    expect(drawing.width).toBeGreaterThan(0);
    expect(drawing.height).toBeGreaterThan(0);
  }
}
