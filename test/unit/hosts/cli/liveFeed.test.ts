import { describe, expect, it } from 'vitest'
import { createLatestValue } from '../../../../main/api/latestValue.ts'
import type { Inventory, UsageSnapshot } from '../../../../main/contract/live.ts'
import { followLive, readLive } from '../../../../main/hosts/cli/liveFeed.ts'
import type { Client } from '../../../../main/hosts/cli/session.ts'
import { exampleInventory, exampleListed, exampleSnapshot, exampleUsage } from '../../../support/liveExample.ts'

/** The two streams of the API, fed by the test. */
function createFeed() {
  const inventory = createLatestValue<Inventory>(
    exampleInventory([], [{ technology: 'docker', state: 'asking', error: null }]),
  )
  const usage = createLatestValue<UsageSnapshot>(exampleSnapshot([]))
  const live = {
    inventory: async (_: unknown, options?: { signal?: AbortSignal }) => inventory.read(options?.signal, 0),
    usage: async (_: unknown, options?: { signal?: AbortSignal }) => usage.read(options?.signal, 0),
  }
  return { client: { live } as unknown as Client, inventory, usage }
}

const settle = () => new Promise((resolve) => setTimeout(resolve, 20))
const never = new AbortController().signal
const web = exampleListed({})

describe('the state of what runs', () => {
  it('is complete with the sample that has the CPU of everything that runs, taken after the engines have answered', async () => {
    const { client, inventory, usage } = createFeed()
    const reading = readLive(client, never)
    await settle()
    usage.set(exampleSnapshot([], { at: 1 }))
    await settle()
    inventory.set(exampleInventory([web]))
    await settle()
    usage.set(exampleSnapshot([exampleUsage({ cpuShare: null })], { at: 2 }))
    await settle()
    usage.set(exampleSnapshot([exampleUsage({ cpuShare: 0.5 })], { at: 3 }))
    expect(await reading).toMatchObject({ inventory: { instances: [{ id: web.id }] }, usage: { at: 3 } })
  })

  it('waits no further for a figure that an engine does not tell', async () => {
    const { client, inventory, usage } = createFeed()
    inventory.set(exampleInventory([web]))
    const reading = readLive(client, never)
    for (const at of [1, 2]) {
      await settle()
      usage.set(exampleSnapshot([exampleUsage({ cpuShare: null })], { at }))
    }
    expect((await reading).usage?.usage).toMatchObject([{ cpuShare: null }])
  })

  it('is taken as it is while a comparison pauses the samples', async () => {
    const { client, inventory, usage } = createFeed()
    inventory.set(exampleInventory([web]))
    usage.set(exampleSnapshot([], { paused: 'a comparison runs' }))
    expect(await readLive(client, never)).toMatchObject({ usage: { paused: 'a comparison runs' } })
  })

  it('ends both streams when one of them fails, and says why', async () => {
    const { client } = createFeed()
    const broken = { live: { ...client.live, usage: async () => Promise.reject(new Error('no samples')) } }
    await expect(followLive(broken as unknown as Client, never, () => undefined)).rejects.toThrow('no samples')
  })

  it('ends without an error when it is aborted', async () => {
    const { client } = createFeed()
    const stop = new AbortController()
    const following = followLive(client, stop.signal, () => stop.abort())
    await expect(following).resolves.toBeUndefined()
  })
})
