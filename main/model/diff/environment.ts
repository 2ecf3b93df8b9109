import type { EnvironmentChange } from '../../contract/diff.ts'
import type { Run } from '../../contract/run.ts'
import { formatQuantity } from '../format.ts'

type Fact = string | number | boolean | null | undefined

const otherMachine = 'the figures are of different machines'
const shifts = 'a change of the figures may come from this'

/** What a fact of the machine decides; one that is not here only says that something is not the same. */
const hostFacts: Readonly<Record<string, { readonly title: string; readonly consequence: string }>> = {
  os: { title: 'operating system', consequence: shifts },
  kernel: { title: 'kernel', consequence: 'start-up, system calls and memory depend on it' },
  cpu: { title: 'CPU', consequence: otherMachine },
  cores: { title: 'CPUs', consequence: otherMachine },
  memoryBytes: { title: 'memory', consequence: otherMachine },
  virtualised: { title: 'virtualised host', consequence: otherMachine },
  governor: { title: 'CPU governor', consequence: 'all times depend on it' },
  clockSource: { title: 'clock source', consequence: shifts },
  cgroupVersion: { title: 'cgroup version', consequence: 'start-up and memory of containers depend on it' },
  onBattery: { title: 'on battery', consequence: 'all times depend on it' },
  node: { title: 'Node', consequence: shifts },
  isoscope: { title: 'Isoscope', consequence: 'it may measure otherwise' },
  probeSha256: { title: 'probe', consequence: 'the contenders ran another program' },
}

/** Everything that is not the same in both runs, besides the figures. */
export function compareEnvironments(before: Run, after: Run): readonly EnvironmentChange[] {
  const changes = [
    ...compareHosts(before.environment.host, after.environment.host),
    ...compareEngines(before, after),
    ...compareLabels(before, after),
    ...compareRecords(
      before.environment.variables,
      after.environment.variables,
      (name) => `variable ${name}`,
      () => 'programs may do otherwise',
    ),
    ...compareRecords(
      before.workload,
      after.workload,
      describeWorkload,
      () => 'figures of that work cannot be compared',
    ),
    ...compareRecords(
      { profile: before.profile, metrics: before.metrics },
      { profile: after.profile, metrics: after.metrics },
      (name) => name,
      () => 'rounds and load between measurements are not the same',
    ),
  ]
  // An engine and its contender may name the same fact.
  return changes.filter(
    (one, index) => !changes.slice(0, index).some((other) => JSON.stringify(other) === JSON.stringify(one)),
  )
}

function compareHosts(before: Readonly<Record<string, Fact>>, after: Readonly<Record<string, Fact>>) {
  // A number nobody has described may be a reading of the moment, such as the load.
  const isCompared = (name: string) =>
    name in hostFacts || (typeof before[name] !== 'number' && typeof after[name] !== 'number')
  const select = (facts: Readonly<Record<string, Fact>>) =>
    Object.fromEntries(Object.entries(facts).filter(([name]) => isCompared(name)))
  return compareRecords(
    select(before),
    select(after),
    (name) => hostFacts[name]?.title ?? name,
    (name) => hostFacts[name]?.consequence ?? shifts,
  )
}

/** Of the technologies that take part in both runs; the host's own facts are the machine's. */
function compareEngines(before: Run, after: Run): readonly EnvironmentChange[] {
  const [old, now] = [before.environment.engines, after.environment.engines]
  return Object.keys(old)
    .filter((technology) => technology in now && technology !== 'host')
    .flatMap((technology) =>
      compareRecords(
        old[technology] ?? {},
        now[technology] ?? {},
        (name) => `${technology}: ${name}`,
        () => 'its figures depend on it',
      ),
    )
}

/** What the figures of a contender depend on, such as the accelerator of a virtual machine. */
function compareLabels(before: Run, after: Run): readonly EnvironmentChange[] {
  return before.contenders.flatMap(({ id, labels }) => {
    const now = after.contenders.find((one) => one.id === id)
    if (!now) return []
    return compareRecords(
      labels,
      now.labels,
      (name) => `${id}: ${name}`,
      () => 'its figures depend on it',
    )
  })
}

function describeWorkload(name: string): string {
  return name === 'cpuScale' ? 'scale of the work' : `workload: ${name}`
}

function compareRecords(
  before: Readonly<Record<string, unknown>>,
  after: Readonly<Record<string, unknown>>,
  describe: (name: string) => string,
  explain: (name: string) => string,
): readonly EnvironmentChange[] {
  return [...new Set([...Object.keys(before), ...Object.keys(after)])].flatMap((name) => {
    const [old, now] = [describeFact(name, before[name]), describeFact(name, after[name])]
    return old === now ? [] : [{ what: describe(name), before: old, after: now, consequence: explain(name) }]
  })
}

/** Rounded as it is shown: a few pages of memory more or less are the same machine. */
function describeFact(name: string, value: unknown): string {
  if (value === null || value === undefined) return 'not known'
  if (typeof value === 'boolean') return value ? 'yes' : 'no'
  if (typeof value === 'number' && /Bytes$/.test(name)) return formatQuantity(value, 'bytes')
  return typeof value === 'object' ? JSON.stringify(value) : String(value)
}
