import * as tf from "@tensorflow/tfjs-core";
// Registers the gradients of TensorFlow.js' kernels: its core does not in Node, and hides the module that does.
import "@tensorflow/tfjs-layers";
import type { Graph } from "../graph/graph.js";
import { kernels } from "../kernels/index.js";
import { differentiateFused } from "./fusedGradients.js";
import { registerGradients } from "./gradients.js";
import { correctTape } from "./tape.js";
import type { View } from "./view.js";

/** A TensorFlow.js backend whose tensors are views of values in a graph. */
export interface GraphBackend {
  /** The graph that kernels append to now. */
  readonly graph: Graph;
  /** The view, in that graph, behind a tensor. */
  view(tensor: tf.TensorInfo): View;
  /** A tensor for a view, which is that of the tensor `same` where a kernel handed its input back. */
  adopt(view: View, same?: tf.TensorInfo): tf.TensorInfo;
}

const isView = (result: View | readonly View[]): result is View => "value" in result;

/** Whether TensorFlow.js computes on such a backend now. */
const onGraph = (): boolean => "adopt" in tf.backend();

/**
 * Makes every kernel of the engine known to TensorFlow.js under the backend's name, which is a GraphBackend's, and
 * what gradients the kernels make possible.
 */
export function registerKernels(backendName: string): void {
  registerGradients(onGraph);
  correctTape(onGraph);
  differentiateFused(onGraph);
  for (const { name, trace } of kernels) {
    if (tf.getKernel(name, backendName) !== undefined) continue;
    tf.registerKernel({
      kernelName: name,
      backendName,
      kernelFunc: ({ inputs, attrs, backend }) => {
        const owner = backend as GraphBackend;
        const views = Object.entries(inputs)
          .filter(([, tensor]) => tensor !== undefined && tensor !== null)
          .map(
            ([key, tensor]) => [key, owner.view(tensor as tf.TensorInfo), tensor as tf.TensorInfo] as const,
          );
        const result = trace({
          graph: owner.graph,
          inputs: Object.fromEntries(views.map(([key, view]) => [key, view])),
          list: views.map(([, view]) => view),
          attrs,
        });
        if (!isView(result)) return result.map((view) => owner.adopt(view));
        return owner.adopt(result, views.find(([, view]) => view === result)?.[2]);
      },
    });
  }
}
