import { expect, test } from "vitest";
import { UsageError } from "../usageError.js";
import { modelMaker, modelNamed } from "./index.js";

const task = { height: 32, width: 32, channels: 3, classes: 10 };

test.each([
  "mlp",
  "cnn",
  "all-cnn-16",
  "resnet-20",
  "shake-shake-26-2x32d",
  "shake-shake-8-2x8d-even-shake-batch",
  "shake-shake-8-2x8d-shake-keep-image",
])("%s is the name of a model and of what it makes", (name) => {
  expect(modelNamed(name, task).name).toBe(name);
});

test("the modes that are meant without any need not be written", () => {
  expect(modelNamed("shake-shake-8-2x8d-shake-shake-image", task).name).toBe("shake-shake-8-2x8d");
});

test.each([
  [
    "vgg",
    'unknown model "vgg"; choose from mlp, cnn, all-cnn-<width>, resnet-<depth>, shake-shake-<depth>-2x<width>d',
  ],
  ["all-cnn-0", 'unknown model "all-cnn-0"'],
  ["resnet", 'unknown model "resnet"'],
  ["shake-shake-26-2x32d-shake", 'unknown model "shake-shake-26-2x32d-shake"'],
  ["shake-shake-26-2x32d-keep-keep-image", "-<forward>-<backward>-<level>"],
  ["resnet-21", "must be 6n + 2: 8, 14, 20, 26, ...; got 21"],
  ["resnet-2", "must be 6n + 2"],
  ["shake-shake-27-2x32d", "must be 6n + 2"],
  ["shake-shake-26-2x31d", "must be an even number from 2 up, got 31"],
  ["shake-shake-26-2x0d", "must be an even number from 2 up, got 0"],
])("%s is refused with what there is", (name, message) => {
  expect(() => modelMaker(name)).toThrow(UsageError);
  expect(() => modelMaker(name)).toThrow(message);
});
