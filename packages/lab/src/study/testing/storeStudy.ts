import type { Store } from "../../store/store.js";
import type { StoredStudy } from "../storedStudy.js";

/** Puts a made-up study into a store as workers would have: trials that are under way stay leased to one. */
export async function storeStudy(store: Store, { spec, trials, epochs }: StoredStudy): Promise<void> {
  await store.addStudy(
    spec,
    trials.map(({ trial }) => trial),
  );
  for (const { position, state, outcome, seconds, worker } of trials) {
    if (state === "waiting") continue;
    const { lease } = (await store.take(worker ?? "host:1", spec.name))!;
    const history = epochs.get(position) ?? [];
    for (const epoch of history) await store.record(lease, epoch, seconds / history.length, null);
    if (outcome !== null) await store.end(lease, { outcome });
  }
}
