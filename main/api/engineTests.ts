import { randomBytes } from 'node:crypto'
import type { EngineTestEvent } from '../contract/engine.ts'
import type { Technology } from '../contract/technology.ts'
import type { Contender } from '../drivers/contender.ts'
import type { Driver, DriverDeps } from '../drivers/driver.ts'
import { findMeasuringFault } from '../drivers/measuringFault.ts'
import { withInstance } from '../measure/round/withInstance.ts'
import { EngineError, toEngineError } from '../model/engineError.ts'
import { formatRunId } from '../model/ids.ts'
import { createBell } from '../os/bell.ts'
import { acquireRunLock } from '../os/runLock.ts'
import { workloadVariables } from '../os/variables.ts'

export interface EngineTestOptions {
  readonly deps: Pick<DriverDeps, 'owner' | 'platform'>
  readonly drivers: readonly Driver[]
  readonly lockPath: string
}

export interface EngineTests {
  /**
   * Prepares the engine's first contender, starts the probe in it once and removes everything again. Cancelled when the
   * reader goes away. `unsupported` where the engine takes no part in comparisons, `in_use` while a comparison or another test
   * goes on on this machine; otherwise why the engine failed.
   */
  test(technology: Technology, signal: AbortSignal): AsyncGenerator<EngineTestEvent, void>
  /** Cancels what is going on and waits until it has left nothing. */
  close(): Promise<void>
}

export function createEngineTests({ deps, drivers, lockPath }: EngineTestOptions): EngineTests {
  const closing = new AbortController()
  const running = new Set<Promise<unknown>>()
  return {
    test: async function* (technology, reader) {
      const fault = findMeasuringFault(deps.platform)
      if (fault) throw fault
      const contender = findFirstContender(drivers, technology)
      const { pid, startTime } = deps.owner
      const lock = acquireRunLock(lockPath, { pid, startTime, what: `isoscope, testing ${technology}` })
      const abort = new AbortController()
      const signal = AbortSignal.any([reader, closing.signal, abort.signal])
      const steps: string[] = []
      const bell = createBell()
      const note = (step: string) => {
        steps.push(step)
        bell.ring()
      }
      let hasEnded = false
      const passed = runTest(contender, note, signal).finally(() => {
        lock.release()
        hasEnded = true
        bell.ring()
      })
      const ended = passed.catch(() => undefined)
      running.add(ended)
      try {
        while (!signal.aborted && (steps.length > 0 || !hasEnded)) {
          const step = steps.shift()
          if (step === undefined) await bell.wait(signal)
          else yield { kind: 'step', step }
        }
        yield await passed
      } catch (error) {
        throw toEngineError(error, technology)
      } finally {
        // The reader may have gone at a step: nothing stays.
        abort.abort()
        await ended
        running.delete(ended)
      }
    },
    close: async () => {
      closing.abort()
      await Promise.all(running)
    },
  }
}

function findFirstContender(drivers: readonly Driver[], technology: Technology): Contender {
  const driver = drivers.find((one) => one.technology === technology)
  const contender = driver?.contenders[0]
  if (contender) return contender
  const name = driver?.title ?? technology
  throw new EngineError(
    'unsupported',
    technology,
    `${name} takes no part in comparisons yet: there is nothing to start.`,
  )
}

async function runTest(
  contender: Contender,
  onStep: (step: string) => void,
  signal: AbortSignal,
): Promise<EngineTestEvent> {
  const began = performance.now()
  const runId = formatRunId(new Date(), randomBytes(4).readUInt32LE())
  onStep('preparing')
  const prepared = await contender.prepare({ runId, variables: workloadVariables, onStep }, signal)
  let startupMs = 0
  try {
    onStep('starting the probe')
    await withInstance(prepared, { kind: 'probe', args: ['ready'] }, signal, async (instance) => {
      startupMs = instance.startup
      onStep('it has said READY; stopping it')
      await instance.stop(signal)
      onStep('removing it')
    })
  } catch (error) {
    // The first error is the one to tell; what could not be removed stays in the ledger.
    await prepared.dispose().catch(() => undefined)
    throw error
  }
  await prepared.dispose()
  const totalMs = performance.now() - began
  return { kind: 'passed', contender: contender.title, startupMs, totalMs, labels: { ...prepared.labels } }
}
