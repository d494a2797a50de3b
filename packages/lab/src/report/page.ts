import type { Outcome, Results } from "../results.js";
import { formatDuration } from "../terminal/duration.js";
import { epochsCsv, trialsCsv } from "./csv.js";
import { escapeMarkup } from "./escapeMarkup.js";
import { inlineFigure } from "./figure.js";
import type { Figure, ReportParts, Section } from "./parts.js";
import type { Origin, Provenance } from "./provenance.js";
import { STYLE } from "./style.js";
import { count, counted } from "./words.js";

/**
 * What an experiment has to say as one HTML page that needs nothing else: figures are inline SVG, the data are
 * inside, and its content policy keeps it from loading anything. Below the experiment's own sections it offers the
 * data for download and says how to see it again.
 *
 * The same parts, results and provenance give the same bytes.
 */
export function reportPage(parts: ReportParts, results: Results, provenance: Provenance): string {
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<meta name="generator" content="lehr">
<title>${escapeMarkup(`${results.study} · ${parts.title}`)}</title>
<style>${STYLE}</style>
</head>
<body>
<main>
<header>
<h1>${escapeMarkup(parts.title)}</h1>
<p class="setting">${escapeMarkup(parts.setting)}</p>
${each(parts.headline, (sentence) => `<p class="headline">${escapeMarkup(sentence)}</p>`)}
</header>
${each(parts.sections, sectionHtml)}
<section>
<h2>Take the numbers along</h2>
<p class="downloads">${downloads(results)}</p>
</section>
<section>
<h2>How to see it again</h2>
${provenanceHtml(results, provenance)}
</section>
</main>
<script type="application/json" id="results">${embeddedJson(results)}</script>
</body>
</html>
`;
}

function sectionHtml({ heading, paragraphs, figures, tables = [], points = [], notes }: Section): string {
  const grids = tables.length > 1 ? `<div class="grids">${tables.join("\n")}</div>` : tables.join("");
  const list =
    points.length > 0 ? `<ul>${each(points, (point) => `<li>${escapeMarkup(point)}</li>`)}</ul>` : "";
  const contents = [
    `<h2>${escapeMarkup(heading)}</h2>`,
    each(paragraphs, (paragraph) => `<p>${escapeMarkup(paragraph)}</p>`),
    each(figures, figureHtml),
    grids,
    list,
    each(notes, (note) => `<p class="note">${escapeMarkup(note)}</p>`),
  ];
  return `<section>\n${contents.filter((part) => part !== "").join("\n")}\n</section>`;
}

function figureHtml(figure: Figure): string {
  const caption = figure.caption ? `<figcaption>${escapeMarkup(figure.caption)}</figcaption>` : "";
  return `<figure><div class="scroll">${inlineFigure(figure.drawing, figure)}</div>${caption}</figure>`;
}

function each<T>(items: readonly T[] = [], html: (item: T) => string): string {
  return items.map(html).join("\n");
}

function downloads(results: Results): string {
  const link = (name: string, data: string) =>
    `<a download="${name}" href="data:text/csv;charset=utf-8,${escapeMarkup(encodeURIComponent(data))}">${name}</a>`;
  return link("trials.csv", trialsCsv(results.trials)) + link("epochs.csv", epochsCsv(results.trials));
}

function provenanceHtml(results: Results, provenance: Provenance): string {
  const { seed, seeds } = results;
  const entries: [string, string][] = [
    ["study", results.study],
    ["experiment, preset", `${results.experiment}, ${results.preset}`],
    ["seeds", seeds > 1 ? `${seed} to ${seed + seeds - 1}` : String(seed)],
    ["runs", outcomeWords(results)],
    ["begun", provenance.startedAt],
    ["time", timeWords(provenance)],
    ...Object.entries(provenance.machine),
    ...Object.entries(provenance.versions),
    ...reusedEntries(provenance),
  ];
  const rows = entries.map(
    ([name, value]) => `<dt>${escapeMarkup(name)}</dt><dd>${escapeMarkup(value)}</dd>`,
  );
  return `<dl><dt>command</dt><dd><code>${escapeMarkup(provenance.command)}</code></dd>\n${rows.join("\n")}</dl>
<p class="note">The paper: Ilya Loshchilov and Frank Hutter, <i>Decoupled Weight Decay Regularization</i>, ICLR 2019, arXiv 1711.05101.</p>`;
}

function timeWords({ seconds, untimed = 0 }: Provenance): string {
  if (untimed === 0) return formatDuration(seconds);
  return seconds === 0
    ? "not known"
    : `${formatDuration(seconds)}, and that of ${counted(untimed, "run")}, which is not known`;
}

/** What was taken over, and what that had taken over itself. */
function reusedEntries({ reused = [] }: Origin): [string, string][] {
  return reused.flatMap(({ from, trials, origin }): [string, string][] => {
    const what = `${counted(trials, "run")} of ${from}`;
    if (origin === null) return [["taken over", `${what}, of unknown origin`]];
    const { command, startedAt, machine, versions } = origin;
    const named = Object.entries({ ...machine, ...versions }).map(([name, value]) => `${name} ${value}`);
    const whence = [`begun ${startedAt} by ${command}`, named.join(", ")].filter((words) => words !== "");
    return [["taken over", `${what}: ${whence.join("; ")}`], ...reusedEntries(origin)];
  });
}

/** "38 finished, 2 diverged". */
function outcomeWords({ trials }: Results): string {
  const outcomes: Outcome[] = ["finished", "diverged", "stopped", "failed"];
  const words = outcomes.flatMap((outcome) => {
    const number = trials.filter((trial) => trial.outcome === outcome).length;
    return number > 0 ? [`${count(number)} ${outcome}`] : [];
  });
  return words.join(", ") || "none done";
}

/** JSON that no HTML parser takes for the end of its script element. */
function embeddedJson(results: Results): string {
  return JSON.stringify(results).replaceAll("<", "\\u003c");
}
