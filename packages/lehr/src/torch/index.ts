/**
 * PyTorch's optimizers and learning-rate schedulers, by their names, with their options in camelCase and their
 * numbers. Classes that are changed in place, because that is what PyTorch's are; the arithmetic is the
 * core's.
 *
 * @module
 */
export * as lrScheduler from "./lrScheduler/index.js";
export * as optim from "./optim/index.js";
