import { FIGURE_2 } from "../paper/figure2.js";
import type { Results } from "../results.js";
import { decouplingFindings } from "./decouplingFindings.js";
import { errorName } from "./errorWords.js";
import { findingsSection, numbersSections } from "./gridSections.js";
import { heatMapFigure, paperFigure } from "./heatMapFigure.js";
import { paperMeasures } from "./paperPanels.js";
import type { ReportParts } from "./parts.js";
import { budgetSentence, settingSentence } from "./setting.js";
import { capitalized } from "./words.js";

/** The report of the experiment "decoupling": its heat maps beside Figure 2, and what they say in numbers. */
export function decouplingReport(results: Results): ReportParts {
  const { headline, details } = decouplingFindings(results);
  return {
    title: "Can weight decay be tuned apart from the learning rate?",
    headline,
    setting: settingSentence(results),
    sections: [
      {
        heading: `${capitalized(errorName(results))} over learning rate and weight decay`,
        paragraphs: [
          "Weight decay pulls every weight a little towards zero at each step. L2 regularization does it by adding λθ " +
            "to the gradient of the weight θ; the optimizer then treats that pull like any gradient, so the right λ " +
            "moves with the learning rate α. Decoupled decay shrinks the weight directly, beside the gradient step. " +
            "To see what that changes, the network is trained for every pair of α and λ on a grid.",
        ],
        figures: [heatMapFigure(results)],
        notes: [
          "An upright basin means that decay can be chosen without knowing the learning rate; a diagonal one, that " +
            "each change of one asks for a change of the other.",
        ],
      },
      findingsSection(details),
      {
        heading: "The same in the paper",
        figures: [paperFigure(results, 2, FIGURE_2)],
        notes: [budgetSentence(results)],
      },
      ...numbersSections(results, paperMeasures(FIGURE_2)),
    ],
  };
}
