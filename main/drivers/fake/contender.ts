import { EngineError } from '../../model/engineError.ts'
import type { Absent } from '../absent.ts'
import type { Contender, PreparedContender, RunContext } from '../contender.ts'
import type { LedgerRow } from '../ledger.ts'
import type { FakeClock } from './clock.ts'
import { createFakeDeployment } from './deployment.ts'
import { executeFake, launchFakeInstance, toReading } from './instance.ts'
import type { FakeContenderOptions, FakeOptions } from './options.ts'
import type { FakeWorld } from './world.ts'

export function createFakeContender(
  options: FakeOptions,
  contender: FakeContenderOptions,
  world: FakeWorld,
  clock: FakeClock,
): Contender {
  return {
    id: contender.id,
    technology: options.technology,
    title: contender.title,
    prepare: async (run, signal) => {
      requireEngine(options)
      run.onStep('making the invented artifact')
      const artifact = world.make('image', `fake-image-${world.next()}`, 'run')
      try {
        await clock.pass('prepare', signal)
      } catch (error) {
        world.unmake(artifact)
        throw error
      }
      return toPrepared({ options, contender, world, clock, run, artifact })
    },
  }
}

function requireEngine({ technology, title, state }: FakeOptions): void {
  if (state === 'missing') throw new EngineError('not_installed', technology, `${title} is not installed.`)
  if (state === 'broken') throw new EngineError('not_running', technology, `${title} does not run.`)
}

interface Made {
  readonly options: FakeOptions
  readonly contender: FakeContenderOptions
  readonly world: FakeWorld
  readonly clock: FakeClock
  readonly run: RunContext
  readonly artifact: LedgerRow
}

function toPrepared(made: Made): PreparedContender {
  const { contender, world, clock, artifact } = made
  const { fixedMemory, disk, scratch } = contender
  const pythonAbsent = contender.hasPython === false ? 'this invented engine has no Python' : null
  return {
    labels: { ...contender.labels },
    pythonAbsent,
    cpuClock: 'program',
    launch: async (program, signal) => {
      if (program.kind === 'python' && pythonAbsent) {
        throw new EngineError('unsupported', made.options.technology, 'There is no Python to start.')
      }
      return launchFakeInstance({ ...made, program }, signal)
    },
    execute: async (argv, signal) => executeFake(made, argv, signal),
    fixedMemory:
      fixedMemory === undefined ? { absent: 'nothing runs beside the programs' } : async () => toReading(fixedMemory),
    disk:
      disk === undefined
        ? { absent: 'invented engines take no room' }
        : async (): Promise<typeof disk | Absent> => disk,
    scratch: scratch === undefined ? { absent: 'invented engines have no disk' } : { path: scratch },
    deployment:
      contender.hasArtifact === false
        ? { absent: 'this invented engine has no artifact' }
        : createFakeDeployment(world, clock),
    dispose: async () => {
      await clock.pass('dispose')
      world.unmake(artifact)
    },
  }
}
