import type { Technology } from '../../main/contract/technology.ts'
import type { DriverDeps } from '../../main/drivers/driver.ts'
import { createFakeDriver, type FakeDriver } from '../../main/drivers/fake/driver.ts'

const never = new AbortController().signal

/** Invented engines with so many running instances in all, each of which has a load of its own. */
export function createBusyDrivers(
  deps: Pick<DriverDeps, 'ledger'>,
  counts: Readonly<Partial<Record<Technology, number>>>,
): { readonly drivers: readonly FakeDriver[]; readonly filled: Promise<void> } {
  const drivers = Object.keys(counts).map((name) =>
    createFakeDriver(deps, { technology: name as Technology, title: name, contenders: [] }),
  )
  const filling = drivers.map((driver) => fill(driver, counts[driver.technology] ?? 0))
  return { drivers, filled: Promise.all(filling).then(() => undefined) }
}

async function fill({ technology, lifecycle }: FakeDriver, count: number): Promise<void> {
  for (let number = 1; number <= count; number++) {
    const name = `${technology}-${String(number).padStart(4, '0')}`
    const made = await lifecycle?.create({ name }, never)
    if (made) await lifecycle?.power?.start(made.id, never)
  }
}
