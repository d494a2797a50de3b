import { expect, test } from "vitest";
import { resultsOf } from "./storedStudy.js";
import { exampleStudy } from "./testing/exampleStudy.js";

test("results keep both errors, and are summarized by the one that the plan, or the caller, names", () => {
  const stored = exampleStudy();
  const epochs = new Map(
    [...stored.epochs].map(([position, history]) => [
      position,
      history.map((epoch) => ({ ...epoch, testTop5Error: epoch.testError && epoch.testError / 10 })),
    ]),
  );
  const study = { ...stored, epochs };
  const usual = resultsOf(study);
  const other = resultsOf(study, "top-5");
  expect(usual).not.toHaveProperty("error");
  expect(other).toMatchObject({ error: "top-5", trials: usual.trials });
  expect(other.summary.adam!.bestError).toBeCloseTo(usual.summary.adam!.bestError! / 10, 9);
  const asked = { ...study, spec: { ...study.spec, plan: { ...study.spec.plan, error: "top-5" as const } } };
  expect(resultsOf(asked)).toEqual(other);
  expect(resultsOf(asked, "top-1").summary).toEqual(usual.summary);
});
