import * as tf from "@tensorflow/tfjs-core";
import fc from "fast-check";
import { differences, type LineMap, mapLines, shapes, testKernels, values } from "../parity.test.helper.js";
import { resizeKernels } from "./resize.js";

const resizings = fc.record({
  shape: shapes(4, 4, 5),
  size: fc.tuple(fc.integer({ min: 1, max: 7 }), fc.integer({ min: 1, max: 7 })),
  // TensorFlow.js refuses both.
  how: fc.constantFrom(
    { aligned: false, centered: false },
    { aligned: true, centered: false },
    {
      aligned: false,
      centered: true,
    },
  ),
});

type Resizing = typeof resizings extends fc.Arbitrary<infer P> ? P : never;
type How = Resizing["how"];

/** Where each of `to` new pixels lies among `from` old ones. */
const places = (from: number, to: number, { aligned, centered }: How): number[] =>
  Array.from({ length: to }, (_, i) => {
    const step = aligned && to > 1 ? (from - 1) / (to - 1) : from / to;
    return centered ? (i + 0.5) * step - 0.5 : i * step;
  });

const linear =
  (to: number, how: How): LineMap =>
  (line) =>
    places(line.length, to, how).map((place) => {
      const at = Math.min(Math.max(place, 0), line.length - 1);
      const [before, after] = [line[Math.floor(at)]!, line[Math.ceil(at)]!];
      return before + (after - before) * (at - Math.floor(at));
    });

const nearest =
  (to: number, how: How): LineMap =>
  (line) =>
    places(line.length, to, how).map((place) => {
      const at = how.aligned ? Math.round(place) : Math.floor(how.centered ? place + 0.5 : place);
      return line[Math.min(at, line.length - 1)]!;
    });

const resized = (
  resize: typeof tf.image.resizeBilinear | typeof tf.image.resizeNearestNeighbor,
  along: (to: number, how: How) => LineMap,
  { shape, size, how }: Resizing,
) => ({
  spec: { x: { shape } },
  fn: ({ x }: Record<string, tf.Tensor>) => resize(x as tf.Tensor4D, size, how.aligned, how.centered),
  reference: ({ x }: Readonly<Record<string, Float64Array>>) =>
    mapLines(
      x!,
      shape,
      size.map((to) => along(to, how)),
    ),
});

const { resizeBilinear, resizeNearestNeighbor } = tf.image;

testKernels(resizeKernels, {
  // TensorFlow.js' own gradients are wrong for images that are not square, for more than one and for centers.
  "ResizeBilinear ResizeBilinearGrad": differences(resizings, (drawn) =>
    resized(resizeBilinear, linear, drawn),
  ),
  "ResizeNearestNeighbor ResizeNearestNeighborGrad": differences(resizings, (drawn) =>
    resized(resizeNearestNeighbor, nearest, drawn),
  ),
  "ResizeBilinear: as in TensorFlow.js": values(resizings, (drawn) => {
    const { spec, fn } = resized(resizeBilinear, linear, drawn);
    return { spec, fn };
  }),
  "ResizeNearestNeighbor: as in TensorFlow.js": values(resizings, (drawn) => {
    const { spec, fn } = resized(resizeNearestNeighbor, nearest, drawn);
    return { spec, fn };
  }),
});
