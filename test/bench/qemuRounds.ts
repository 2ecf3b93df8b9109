import { mkdirSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { createQemuDriver } from '../../main/drivers/qemu/driver.ts'
import { listQemuProcesses } from '../../main/drivers/qemu/processes.ts'
import { median } from '../../main/model/stats/median.ts'
import { readMemoryInfo } from '../../main/os/memoryInfo.ts'
import { readProcessMemory } from '../../main/os/proc.ts'
import type { TestDeps } from '../support/driverDeps.ts'
import { designEmptyMachine, type Round, runRound } from '../support/machineRounds.ts'
import type { Check } from './check.ts'

const rounds = 20
const machines = 8
/** Milliseconds: what boots nothing hears no power button. */
const grace = 300
/** Milliseconds that the kernel may take to give back what ended processes had. */
const settling = 2_000

const never = new AbortController().signal

/** Machines a user keeps, started and stopped again and again: none is lost, none is left, and the memory comes back. */
export async function checkQemuRounds(given: TestDeps): Promise<readonly Check[]> {
  // Sockets and logs in a folder of their own, so that what is left there is ours.
  const temp = join(given.paths.home, 't')
  mkdirSync(temp)
  const deps = { ...given, paths: { ...given.paths, temp } }
  const driver = createQemuDriver(deps, () => grace)
  const unique = `b${process.pid}`
  const names = Array.from({ length: machines }, (_, index) => `${unique}-${index}`)
  try {
    for (const name of names) await driver.machines?.create(designEmptyMachine(name), () => undefined, never)
    // Once before it counts: this process loads what it needs for it.
    await runRound(driver, names)
    const before = readMemory(names)
    const pss: number[] = []
    const done: Round[] = []
    for (let round = 0; round < rounds; round++) {
      done.push(await runRound(driver, names, () => pss.push(...readMachineMemory(names))))
    }
    await sleep(settling)
    const left = readdirSync(temp).length
    return [countMachines(done, left), compareMemory(before, readMemory(names), median(pss))]
  } finally {
    for (const name of names) await driver.lifecycle?.remove(`qemu:${name}`, never).catch(console.error)
  }
}

function countMachines(done: readonly Round[], foldersLeft: number): Check {
  const least = (values: readonly number[]) => Math.min(...values)
  const most = (values: readonly number[]) => Math.max(...values)
  const [running, processes] = [
    done.map(({ started }) => started.running),
    done.map(({ started }) => started.processes),
  ]
  const stillRunning = done.map(({ stopped }) => stopped.running)
  const stillThere = done.map(({ stopped }) => stopped.processes)
  const all = [least(running), most(running), least(processes), most(processes)]
  return {
    name: `${rounds} rounds of ${machines} kept QEMU machines at once: started and stopped`,
    unit: 'count',
    ours: {
      leastListedRunning: least(running),
      mostListedRunning: most(running),
      mostListedAfterStop: most(stillRunning),
    },
    reference: {
      leastProcesses: least(processes),
      mostProcesses: most(processes),
      mostProcessesAfterStop: most(stillThere),
      foldersLeft,
    },
    limit: `all ${machines} after each start, listed and as processes; none, and no folder, after each stop`,
    holds:
      all.every((count) => count === machines) &&
      [most(stillRunning), most(stillThere), foldersLeft].every((count) => count === 0),
  }
}

/** On a machine that others use too, what is available moves by hundreds of MiB and says nothing; it is printed all the same. */
function compareMemory(before: Memory, after: Memory, machinePss: number): Check {
  return {
    name: `memory after ${rounds} rounds of ${machines} kept QEMU machines`,
    unit: 'bytes',
    ours: { heldAfter: after.held, availableAfter: after.available },
    reference: { heldBefore: before.held, availableBefore: before.available, medianPssOfOneMachine: machinePss },
    limit: 'what this process and all its machines hold has grown by no more than one machine takes while it runs',
    holds: after.held - before.held <= machinePss,
  }
}

interface Memory {
  /** PSS of the machines and what is alive on the heap of this process: pages the heap has not given back come and go by themselves. */
  readonly held: number
  readonly available: number
}

function readMemory(names: readonly string[]): Memory {
  collectGarbage()
  const { heapUsed, external } = process.memoryUsage()
  const held = readMachineMemory(names).reduce((sum, one) => sum + one, heapUsed + external)
  return { held, available: readMemoryInfo()?.available ?? Number.NaN }
}

function collectGarbage(): void {
  setFlagsFromString('--expose-gc')
  const collect = runInNewContext('gc') as () => void
  collect()
}

function readMachineMemory(names: readonly string[]): readonly number[] {
  const ours = listQemuProcesses().filter(({ name }) => name !== null && names.includes(name))
  return ours.flatMap(({ pid }) => readProcessMemory(pid)?.pss ?? [])
}
