import type { Results } from "../results.js";
import { epochsCsv, trialsCsv } from "./csv.js";
import { escapeMarkup } from "./escapeMarkup.js";
import { inlineFigure } from "./figure.js";
import { curvesFigure, type Figure, heatMapFigure, paperFigure } from "./figures.js";
import { findings } from "./findings.js";
import { type OptimizerResult, optimizerResults, scalesOf } from "./optimizerResult.js";
import type { Provenance } from "./provenance.js";
import { STYLE } from "./style.js";
import { gridTable, measuresTable } from "./tables.js";
import { count, duration, listed } from "./words.js";

/**
 * The report of a run as one HTML page that needs nothing else: figures are inline SVG, the data are inside, and
 * its content policy keeps it from loading anything.
 *
 * The same results and provenance give the same bytes.
 */
export function reportHtml(results: Results, provenance: Provenance): string {
  const all = optimizerResults(results);
  const curves = curvesFigure(results);
  const title = `${results.experiment} · ${all.map(({ name }) => name).join(", ")}`;
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<meta name="generator" content="lehr">
<title>${escapeMarkup(title)}</title>
<style>${STYLE}</style>
</head>
<body>
<main>
${lead(results, all)}
<section>
<h2>Test error over learning rate and weight decay</h2>
${figureHtml(heatMapFigure(results), `Each square is one trained network${seedWords(results)}. An upright basin means that decay can be chosen without knowing the learning rate; a diagonal one, that each change of one asks for a change of the other.`)}
</section>
<section>
<h2>What this run shows</h2>
${findingsHtml(results)}
</section>
<section>
<h2>The same in the paper</h2>
${figureHtml(paperFigure(results), "Figure 2 of Loshchilov & Hutter, read off the printed colours (to 0.06 points) and drawn as above. The colours span their own range: compare the shapes, not the shades.")}
<p class="note">${escapeMarkup(budgetWords(results))}</p>
</section>
<section>
<h2>The measures</h2>
${measuresTable(all)}
${measureWords(results)}
</section>
${curves ? `<section>\n<h2>How the best cells learned</h2>\n${figureHtml(curves, "The cell with the least final test error of each optimizer.")}\n</section>` : ""}
<section>
<h2>All numbers</h2>
<p class="note">Final test error in per cent; the best cell of each grid stands out.</p>
<div class="grids">${all.map(gridTable).join("\n")}</div>
<h3>Take them along</h3>
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

function lead({ task }: Results, all: readonly OptimizerResult[]): string {
  const who = listed(all.map(({ name }) => name)) || "no optimizer";
  return `<header>
<h1>Can weight decay be tuned apart from the learning rate?</h1>
<p class="setting">${escapeMarkup(who)} on ${escapeMarkup(task.dataset)}: the same network (${escapeMarkup(task.model)}, ${count(task.parameters)} parameters),
${count(task.trainSize)} training and ${count(task.testSize)} test images, ${task.epochs} epochs in batches of ${task.batchSize}.</p>
<p>Weight decay pulls every weight a little towards zero at each step. L2 regularization does it by adding λθ to the
gradient of the weight θ; the optimizer then treats that pull like any gradient, so the right λ moves with the learning
rate α. Decoupled decay shrinks the weight directly, beside the gradient step. To see what that changes, the network is
trained once for every pair of α and λ on a grid.</p>
</header>`;
}

function findingsHtml(results: Results): string {
  const { headline, details } = findings(results);
  if (headline.length + details.length === 0)
    return "<p>No trial was finished, so there is nothing to say yet.</p>";
  const items = details.map((sentence) => `<li>${escapeMarkup(sentence)}</li>`);
  return `${headline.map((sentence) => `<p class="headline">${escapeMarkup(sentence)}</p>`).join("\n")}\n<ul>${items.join("\n")}</ul>`;
}

function figureHtml(figure: Figure, caption: string): string {
  return (
    `<figure><div class="scroll">${inlineFigure(figure.drawing, figure)}</div>` +
    `<figcaption>${escapeMarkup(caption)}</figcaption></figure>`
  );
}

function seedWords({ trials }: Results): string {
  const seeds = new Set(trials.map((trial) => trial.seed)).size;
  return seeds > 1 ? `, or the mean of up to ${seeds} with different seeds` : ", of one seed";
}

function budgetWords({ task }: Results): string {
  return (
    `The paper trained 11.6 million parameters for 100 epochs on 50,000 images, ${count(100 * 50_000)} images a run; ` +
    `here it is ${count(task.parameters)} parameters and ${count(task.epochs * task.trainSize)} images a run.`
  );
}

function measureWords(results: Results): string {
  const { error, loss } = scalesOf(results);
  return `<dl>
<dt>tolerance slope</dt><dd>How the largest tolerated decay moves with the learning rate: the slope of log λ against log α, where λ may cost
${error.tolerance} points of error (${loss.tolerance} nats of test loss) over the best of its row. 0: they are independent. −1: only their product counts.</dd>
<dt>coupling slope</dt><dd>The same for the best decay of each learning rate.</dd>
<dt>coordinate regret</dt><dd>Points of test error lost, on average, by taking the best decay at some learning rate and then the best learning rate for that decay.</dd>
<dt>scale</dt><dd>Diverged runs and errors from ${error.saturation.at} % count as ${error.saturation.value} %. The paper's columns use its own scale: a tolerance of 0.5 points, and 7.5 % from 7 % on.</dd>
</dl>`;
}

function downloads(results: Results): string {
  const link = (name: string, data: string) =>
    `<a download="${name}" href="data:text/csv;charset=utf-8,${escapeMarkup(encodeURIComponent(data))}">${name}</a>`;
  return link("trials.csv", trialsCsv(results.trials)) + link("epochs.csv", epochsCsv(results.trials));
}

function provenanceHtml(results: Results, provenance: Provenance): string {
  const trained = results.trials.reduce((sum, trial) => sum + trial.seconds, 0);
  const entries: [string, string][] = [
    ["preset, seed", `${results.preset}, ${results.seed}`],
    ["begun", provenance.startedAt],
    [
      "time",
      `${duration(provenance.seconds)} in all; ${results.trials.length} runs that took ${duration(trained)} together`,
    ],
    ...Object.entries(provenance.machine),
    ...Object.entries(provenance.versions),
  ];
  const rows = entries.map(
    ([name, value]) => `<dt>${escapeMarkup(name)}</dt><dd>${escapeMarkup(value)}</dd>`,
  );
  return `<dl><dt>command</dt><dd><code>${escapeMarkup(provenance.command)}</code></dd>\n${rows.join("\n")}</dl>
<p class="note">The paper: Ilya Loshchilov and Frank Hutter, <i>Decoupled Weight Decay Regularization</i>, ICLR 2019, arXiv 1711.05101.</p>`;
}

/** The text of results.json. */
export function resultsJson(results: Results): string {
  return `${JSON.stringify(results, null, 2)}\n`;
}

/** JSON that no HTML parser takes for the end of its script element. */
function embeddedJson(results: Results): string {
  return JSON.stringify(results).replaceAll("<", "\\u003c");
}
