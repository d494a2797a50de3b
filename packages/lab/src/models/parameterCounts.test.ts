import { expect, test } from "vitest";
import { modelNamed } from "./index.js";
import { parameterCount } from "./model.js";

const images = { height: 32, width: 32, channels: 3 };

test.each([
  ["shake-shake-26-2x16d", 735_514, 799_864],
  ["shake-shake-26-2x32d", 2_923_162, 3_050_872],
  ["shake-shake-26-2x64d", 11_653_978, 11_908_408],
  ["shake-shake-26-2x96d", 26_192_922, 26_574_072],
])("%s has the parameters of the authors' network", (name, ten, thousand) => {
  expect(parameterCount(modelNamed(name, { ...images, classes: 10 }))).toBe(ten);
  expect(parameterCount(modelNamed(name, { ...images, classes: 1000 }))).toBe(thousand);
});

test.each([
  ["cnn", 33_946],
  ["all-cnn-16", 24_346],
  ["all-cnn-32", 94_762],
  ["shake-shake-26-2x112d", 35_640_442],
  ["shake-shake-8-2x8d", 40_138],
  ["shake-shake-8-2x16d", 152_218],
  ["shake-shake-14-2x8d", 88_970],
  ["shake-shake-14-2x16d", 346_650],
  ["shake-shake-20-2x16d", 541_082],
  ["shake-shake-26-2x8d", 186_634],
  ["resnet-8", 77_850],
  ["resnet-20", 272_282],
  ["resnet-110", 1_730_522],
])("%s has %i parameters on CIFAR-10", (name, count) => {
  expect(parameterCount(modelNamed(name, { ...images, classes: 10 }))).toBe(count);
});
