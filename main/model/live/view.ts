import type { EngineRows, Inventory, ListedInstance, Total, Usage, UsageSnapshot } from '../../contract/live.ts'

/** An instance beside what it uses; null where the last sample did not have it. */
export interface LiveRow extends ListedInstance {
  readonly usage: Omit<Usage, 'id'> | null
}

/** What exists, joined with the last sample of it. */
export interface LiveView {
  /** Of the sample, in milliseconds since 1970; null before the first one. */
  readonly at: number | null
  readonly paused: string | null
  readonly engines: readonly EngineRows[]
  readonly instances: readonly LiveRow[]
  readonly totals: readonly Total[]
  readonly own: UsageSnapshot['own'] | null
}

/** With `all` also what does not run, such as stopped containers and environments. */
export function buildLiveView(inventory: Inventory, snapshot: UsageSnapshot | null, all: boolean): LiveView {
  const usage = new Map(snapshot?.usage.map(({ id, ...figures }) => [id, figures]))
  return {
    at: snapshot?.at ?? null,
    paused: snapshot?.paused ?? null,
    engines: inventory.engines,
    instances: inventory.instances
      .filter(({ state }) => all || state === 'running' || state === 'paused')
      .map((instance) => ({ ...instance, usage: (!instance.stale && usage.get(instance.id)) || null })),
    totals: snapshot?.totals ?? [],
    own: snapshot?.own ?? null,
  }
}
