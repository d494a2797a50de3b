/**
 * A worker whose trials take no time: opens the store it is given and says so; told to go, takes a trial, stores its
 * one epoch and ends it, until none waits; then says how many it had.
 */
import { once } from "node:events";
import { openStore } from "../../packages/lab/dist/store/openStore.js";

const store = await openStore(process.argv[2]);
process.send("ready");
await once(process, "message");
let trials = 0;
for (;;) {
  const taken = await store.take(`bench:${process.pid}`);
  if (taken === undefined) break;
  const epoch = {
    epoch: 1,
    learningRate: 0.1,
    decay: 0,
    trainLoss: 1,
    testLoss: 1,
    testError: 50,
    testTop5Error: 5,
  };
  await store.record(taken.lease, epoch, 0.001, null);
  await store.end(taken.lease, { outcome: "finished" });
  trials++;
}
process.send(trials);
await store.close();
process.disconnect();
