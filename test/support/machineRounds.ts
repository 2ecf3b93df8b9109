import type { MachineSpec } from '../../main/contract/machine.ts'
import type { Driver } from '../../main/drivers/driver.ts'
import { listQemuProcesses } from '../../main/drivers/qemu/processes.ts'

const never = new AbortController().signal

/** A machine whose firmware finds nothing to boot and stays: what it costs to start and stop it is QEMU's own part. */
export function designEmptyMachine(name: string): MachineSpec {
  const mebibyte = 1024 ** 2
  const disk = { kind: 'new', bytes: 64 * mebibyte } as const
  return { name, cpus: 1, memoryBytes: 32 * mebibyte, disk, ports: [], headless: true }
}

export interface Round {
  /** Of the machines, after all were started and after all were stopped: by the driver's list, and as processes of the system. */
  readonly started: Count
  readonly stopped: Count
}

interface Count {
  readonly running: number
  readonly processes: number
}

/** Starts all machines at once and stops them at once. `whileRunning` is called in between. */
export async function runRound(
  driver: Driver,
  names: readonly string[],
  whileRunning: () => void = () => undefined,
): Promise<Round> {
  const power = driver.lifecycle?.power
  if (!power) throw new Error('machines start and stop')
  const count = async (): Promise<Count> => ({
    running: (await driver.list(never)).filter(({ id, state }) => isOne(id) && state === 'running').length,
    processes: listQemuProcesses().filter(({ name }) => name !== null && names.includes(name)).length,
  })
  const isOne = (id: string) => names.some((name) => id === `qemu:${name}`)
  await Promise.all(names.map((name) => power.start(`qemu:${name}`, never)))
  const started = await count()
  whileRunning()
  await Promise.all(names.map((name) => power.stop(`qemu:${name}`, never)))
  return { started, stopped: await count() }
}
