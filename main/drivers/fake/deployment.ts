import type { Deployment } from '../contender.ts'
import type { FakeClock } from './clock.ts'
import type { FakeWorld } from './world.ts'

/** The way of an invented artifact, in invented times; what is made on it is in the invented engine meanwhile. */
export function createFakeDeployment(world: FakeWorld, clock: FakeClock): Deployment {
  const withThing = async <T>(use: () => Promise<T>): Promise<T> => {
    const row = world.make('image', `fake-deployed-${world.next()}`, 'run')
    try {
      return await use()
    } finally {
      world.unmake(row)
    }
  }
  return {
    steps: [
      { does: 'install the engine', types: 'invent it', once: 'machine' },
      { does: 'start an instance', types: 'imagine it', once: 'artifact' },
    ],
    deploy: (signal) =>
      withThing(async () => ({
        uncached: await clock.pass('deploy_uncached', signal),
        cached: await clock.pass('deploy_cached', signal),
        changed: await clock.pass('deploy_changed', signal),
        note: 'invented',
      })),
    artifact: async (signal) => {
      await clock.pass('artifact', signal)
      return { bytes: 2 ** 20, note: 'an invented file' }
    },
    platforms: async (signal) => {
      await clock.pass('platforms', signal)
      return [
        {
          id: 'platform',
          title: 'artifact',
          value: 'anywhere',
          meaning: 'it does not exist',
          basis: 'stated',
          source: 'invented',
        },
      ]
    },
    roundtrip: (signal) =>
      withThing(async () => ({
        same: true,
        evidence: 'the same: nothing',
        exportTime: await clock.pass('roundtrip', signal),
        importTime: await clock.pass('roundtrip', signal),
      })),
  }
}
