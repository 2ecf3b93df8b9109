import { defineConfig } from 'vitest/config'
import { SlowestFirst } from './test/support/slowestFirst.ts'

/** They run the whole app, or count what is on the whole machine, and want it for themselves. */
const needTheMachine = [
  'test/e2e/{compare,live,machines,shell}.test.ts',
  'test/electron/**/*.test.ts',
  'test/integration/{command,compare,density,desktop-build,disk,dockerCommand,interruption,isolation,reports}.test.ts',
  'test/integration/measure/**/*.test.ts',
  'test/integration/os/runLock.test.ts',
]
/** Milliseconds: on a busy machine, or beside one that boots, what is polled for may be late. */
const patientPolls = { poll: { timeout: 15_000 } }
const engineTimeouts = { testTimeout: 120_000, hookTimeout: 180_000 }

export default defineConfig({
  test: {
    sequence: { sequencer: SlowestFirst },
    globalSetup: 'test/support/sharedCache.ts',
    projects: [
      {
        // Nothing here takes long, but a busy machine may let it wait.
        test: {
          name: 'unit',
          include: ['test/unit/**/*.test.ts', 'test/unit/**/*.test.tsx'],
          testTimeout: 60_000,
          hookTimeout: 60_000,
          maxWorkers: 2,
          sequence: { groupOrder: 0 },
          expect: patientPolls,
        },
      },
      {
        // Real engines, and pages of stored runs and played engines: each file with a store and names of its own.
        test: {
          name: 'engines',
          include: ['test/{conformance,integration,e2e}/**/*.test.ts'],
          exclude: needTheMachine,
          maxWorkers: 3,
          sequence: { groupOrder: 1 },
          expect: patientPolls,
          ...engineTimeouts,
        },
      },
      {
        test: {
          name: 'machine',
          include: needTheMachine,
          fileParallelism: false,
          sequence: { groupOrder: 2 },
          expect: patientPolls,
          ...engineTimeouts,
        },
      },
    ],
  },
})
