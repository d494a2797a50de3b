import { expect, test } from "vitest";
import { epochResult } from "../testing/experimentResults.js";
import { showTraining } from "./trainingProgress.js";

function shown(isTTY: boolean) {
  let text = "";
  let time = 0;
  const output = {
    ...{ isTTY, columns: 100 },
    write: (piece: string) => {
      text += piece;
    },
  };
  const progress = showTraining(4, 1, { output, environment: { NO_COLOR: "1" }, now: () => time });
  const advance = (share: number) => {
    time += 500;
    progress.share(share);
  };
  advance(0.5);
  time += 500;
  progress.epoch(epochResult({ epoch: 2, trainLoss: 1.23456, testError: 45.678 }), 1);
  advance(0.5);
  progress.end();
  return text;
}

test("elsewhere than on a terminal, a line per epoch", () => {
  expect(shown(false)).toBe("epoch 2 of 4, loss 1.235, test error 45.68 %, learning rate 0.001, 1.0 s\n");
});

test("on a terminal, a bar with epoch, loss, error, rate and time left, from where it began", () => {
  const text = shown(true);
  expect(text).toMatch(/epoch 2 {2}█+░+ {2}37 % {2}1.5 of 4 epochs {2}1.0 epochs\/s {2}3 s left/);
  expect(text).toMatch(
    /epoch 3, loss 1.235, test error 45.68 % .*62 % {2}2.5 of 4 epochs {2}1.0 epochs\/s {2}2 s left/,
  );
});
