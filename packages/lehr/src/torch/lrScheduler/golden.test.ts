import { lrScheduler, optim } from "lehr/torch";
import { describe, it } from "vitest";
import { camelCase } from "../../testing/camelCase.js";
import { expectClose } from "../../testing/references.js";
import { torchCases } from "../../testing/torchSchedules.js";

type AnyScheduler = new (optimizer: optim.Optimizer, options: object) => lrScheduler.LRScheduler;

/** Makes a scheduler by name; one made of others gets those made first, as PyTorch has it. */
function make(
  optimizer: optim.Optimizer,
  name: string,
  options: Record<string, unknown>,
): lrScheduler.LRScheduler {
  const of = camelCase<Record<string, unknown>>(options);
  if (!Array.isArray(of.schedulers)) {
    return new (lrScheduler[name as keyof typeof lrScheduler] as unknown as AnyScheduler)(optimizer, of);
  }
  const members = (of.schedulers as [string, Record<string, unknown>][]).map(([name, options]) =>
    make(optimizer, name, options),
  );
  return new (lrScheduler[name as keyof typeof lrScheduler] as unknown as AnyScheduler)(optimizer, {
    ...of,
    schedulers: members,
  });
}

describe("lehr/torch follows PyTorch's schedulers", () => {
  it.each(torchCases())("%s", (_, { scheduler, options, base_lr, lrs, epochs, metrics }) => {
    const optimizer = new optim.SGD([new Float64Array(1)], { lr: base_lr });
    const [group] = optimizer.paramGroups;
    const made = make(optimizer, scheduler, options);
    const seen = lrs.map((_, t) => {
      if (epochs) made.step(epochs[t]);
      if (metrics) made.step(metrics[t]);
      const { lr } = group!;
      optimizer.step([new Float64Array(1)]);
      if (!epochs && !metrics && t < lrs.length - 1) made.step();
      return lr;
    });
    expectClose(seen, lrs, 1e-10, 1e-12);
  });
});
