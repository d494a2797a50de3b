import { SMALL_BUDGET_ERROR_SCALE, SMALL_BUDGET_LOSS_SCALE } from "../measures/scale.js";
import { type Experiment, geometric } from "./experiment.js";

const scales = { error: SMALL_BUDGET_ERROR_SCALE, loss: SMALL_BUDGET_LOSS_SCALE };

/** The paper's Figure 2: is the best weight decay the same at every learning rate? */
export const decoupling: Experiment = {
  name: "decoupling",
  question: "Does the weight decay that suits a network depend on the learning rate?",
  presets: {
    quick: {
      summary: "minutes: a small CNN on 3,000 images of CIFAR-10 for 20 epochs",
      task: { model: "cnn", trainSize: 3000, epochs: 20, batchSize: 64 },
      schedule: "cosine",
      optimizers: ["adam", "adamw"],
      grids: {
        sgd: { learningRates: geometric(0.005, 0.32, 4), weightDecays: geometric(1e-4, 1, 10) },
        sgdw: { learningRates: geometric(0.005, 0.32, 4), weightDecays: geometric(1e-4, 0.0256, 4) },
        adam: { learningRates: geometric(0.0005, 0.032, 4), weightDecays: geometric(1e-4, 1, 10) },
        adamw: { learningRates: geometric(0.0005, 0.032, 4), weightDecays: geometric(1e-4, 0.0256, 4) },
      },
      scales,
    },
    cpu: {
      summary: "hours: the same CNN on 10,000 images for 60 epochs, on finer grids",
      task: { model: "cnn", trainSize: 10_000, epochs: 60, batchSize: 64 },
      schedule: "cosine",
      optimizers: ["adam", "adamw", "sgd", "sgdw"],
      grids: {
        sgd: { learningRates: geometric(0.005, 0.16, 2), weightDecays: [0, ...geometric(1e-4, 0.4096, 4)] },
        sgdw: {
          learningRates: geometric(0.005, 0.16, 2),
          weightDecays: [0, ...geometric(2.5e-5, 0.0064, 2)],
        },
        adam: {
          learningRates: geometric(0.0005, 0.016, 2),
          weightDecays: [0, ...geometric(1e-5, 0.04096, 4)],
        },
        adamw: {
          learningRates: geometric(0.0005, 0.016, 2),
          weightDecays: [0, ...geometric(2.5e-5, 0.0064, 2)],
        },
      },
      scales,
    },
  },
};
