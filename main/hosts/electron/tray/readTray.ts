import type { Inventory, UsageSnapshot } from '../../../contract/live.ts'
import { budgetMinutesOf, chooseProfile, roundsOf } from '../../../model/profile.ts'
import type { Client } from '../client.ts'
import type { LastRun, TrayState } from './trayState.ts'

/** Milliseconds for a look at what exists; engines that have not answered by then are in the next one. */
const lookTime = 4_000

type LiveReading = Pick<TrayState, 'instances' | 'totals' | 'paused'>

/** One short look: what exists, and one sample of what it uses. CPU is a mean since the look before, if that is at most 15 s old. */
export async function readLive(client: Client, closing: AbortSignal): Promise<LiveReading> {
  const signal = AbortSignal.any([closing, AbortSignal.timeout(lookTime)])
  let inventory: Inventory | null = null
  let snapshot: UsageSnapshot | null = null
  for await (const known of await client.live.inventory({}, { signal })) {
    inventory = known
    if (known.engines.some(({ state }) => state === 'asking')) continue
    // Only now, or the sample would be of nothing.
    snapshot = await readUsage(client, signal)
    break
  }
  return {
    instances: inventory?.instances ?? null,
    totals: snapshot?.totals ?? [],
    paused: snapshot?.paused ?? null,
  }
}

/** One sample. At the full rate, since a slow reader that is handed a sample of an earlier look waits five seconds for the next. */
async function readUsage(client: Client, signal: AbortSignal): Promise<UsageSnapshot | null> {
  for await (const snapshot of await client.live.usage({ rate: 'full' }, { signal })) return snapshot
  return null
}

/** What the newest stored run measured, read once for each run: a run is large. */
export function createLastRunReader(client: Client): () => Promise<LastRun> {
  let known: { readonly id: string; readonly last: LastRun } | null = null
  return async () => {
    const [head] = await client.runs.list({ limit: 1 })
    if (!head) return { absent: 'there is none yet' }
    if (known?.id === head.id) return known.last
    const { workload, metrics, rounds, budgetMinutes } = await client.runs.get({ id: head.id })
    const { contenders, profile } = head
    const asProfile = chooseProfile(profile, { metrics })
    // Only rounds of the user's own take the limit away that a profile has.
    const isLimitGone = budgetMinutes === null && asProfile.budgetMs !== null
    const isUsual = rounds.requested === roundsOf(asProfile) && !isLimitGone
    const usual = { contenders, profile, metrics, ...(!isUsual && { rounds: rounds.requested }) }
    const hasOwnBudget = budgetMinutes != null && budgetMinutes !== budgetMinutesOf(chooseProfile(profile, usual))
    const request = { ...usual, ...(hasOwnBudget && { budgetMinutes }) }
    const last: LastRun = workload.command ? { absent: 'it measured a command of your own' } : { request }
    known = { id: head.id, last }
    return last
  }
}
