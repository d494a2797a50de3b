// What the README uses of `@tensorflow/tfjs`: the core, a backend, and the gradients that the layers register.
import "@tensorflow/tfjs-backend-cpu";
import "@tensorflow/tfjs-layers";

export * from "@tensorflow/tfjs-core";
