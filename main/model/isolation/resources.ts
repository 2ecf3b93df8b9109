import type { Fact } from '../../contract/metrics.ts'
import { formatQuantity } from '../format.ts'
import type { Reach } from './reach.ts'
import { type IsolationView, isUnknown, readSeen, type SeenFacts, whyUnseen } from './view.ts'

type ResourceFact = Omit<Fact, 'basis'>

/** What of the machine's processors, memory, devices and packages a program inside sees and may use. */
export function describeResources(view: IsolationView, reach: Reach): readonly ResourceFact[] {
  return [
    describeProcessors(view),
    describeMemory(view),
    describeDevices(view, reach),
    describeGpu(view),
    describePackages(view, reach),
    describeVariables(view),
  ]
}

function describeProcessors({ inside, host }: IsolationView): ResourceFact {
  const base = { id: 'cpus', title: 'processors seen' }
  const seen = readSeen(inside, 'cpus') ?? readSeen(inside, 'cpus_online')
  if (seen === null) return { ...base, value: null, meaning: whyUnseen(inside, 'cpus') }
  const all = readSeen(host, 'cpus') ?? readSeen(host, 'cpus_online')
  const quota = readSeen(inside, 'cpu_quota')
  const limit =
    quota === null
      ? `whether their time is limited is not known: ${whyUnseen(inside, 'cpu_quota')}`
      : quota === 'none'
        ? 'their time is not limited'
        : `the time of ${quota} may be used`
  return { ...base, value: Number(seen), meaning: `of ${all ?? 'an unknown number'} on this machine; ${limit}` }
}

function describeMemory({ inside, host }: IsolationView): ResourceFact {
  const base = { id: 'memory', title: 'memory seen' }
  const seen = readBytes(inside, 'memory_total')
  if (seen === null) return { ...base, value: null, meaning: whyUnseen(inside, 'memory_total') }
  const limit = readSeen(inside, 'memory_limit')
  const allowed =
    limit === null
      ? `whether a limit lies below is not known: ${whyUnseen(inside, 'memory_limit')}`
      : limit === 'none'
        ? 'all of it may be used'
        : `${formatQuantity(Number(limit), 'bytes')} may be used`
  return {
    ...base,
    value: formatQuantity(seen, 'bytes'),
    meaning: `of ${readBytes(host, 'memory_total') === null ? 'an unknown size' : formatQuantity(readBytes(host, 'memory_total') ?? 0, 'bytes')} on this machine; ${allowed}`,
  }
}

function readBytes(facts: SeenFacts, id: string): number | null {
  const text = readSeen(facts, id)
  return text === null ? null : Number(text)
}

function describeDevices({ inside }: IsolationView, { sameKernel }: Reach): ResourceFact {
  const base = { id: 'devices', title: 'device files' }
  const count = readSeen(inside, 'devices')
  if (count === null) return { ...base, value: null, meaning: whyUnseen(inside, 'devices') }
  const notable = readSeen(inside, 'notable_devices')?.split(' ').filter(Boolean).sort() ?? []
  const whose = sameKernel === false ? "the guest's own" : "this machine's"
  const meaning =
    notable.length > 0 ? `${whose}; among them ${notable.join(', ')}` : 'none that reaches a disk, memory or the kernel'
  return { ...base, value: Number(count), meaning }
}

function describeGpu({ inside }: IsolationView): ResourceFact {
  const base = { id: 'gpu', title: 'graphics processor' }
  const seen = readSeen(inside, 'gpu')
  if (seen === null) return { ...base, value: null, meaning: whyUnseen(inside, 'gpu') }
  return seen === ''
    ? { ...base, value: false, meaning: 'no device file of one (dri, nvidia, kfd) is seen' }
    : { ...base, value: seen, meaning: 'its device files are seen' }
}

/** The one thing a Python environment keeps apart. */
function describePackages({ python }: IsolationView, { ownNamespaces, sameKernel }: Reach): ResourceFact {
  const base = { id: 'packages', title: 'Python packages' }
  if (isUnknown(python)) return { ...base, value: null, meaning: python.unknown }
  const { prefix, base: installation } = python
  if (prefix !== installation) {
    return {
      ...base,
      value: 'its own',
      meaning: `kept in ${prefix}; interpreter and standard library of ${installation}`,
    }
  }
  const ownFiles = sameKernel === false || (ownNamespaces?.includes('mnt') ?? false)
  return ownFiles
    ? { ...base, value: 'its own', meaning: `the whole installation in ${prefix} is inside` }
    : { ...base, value: "this machine's", meaning: `of ${prefix}: what one program installs, all others have` }
}

function describeVariables({ inside }: IsolationView): ResourceFact {
  const base = { id: 'variables', title: 'variables' }
  const names = readSeen(inside, 'variables')
  if (names === null) return { ...base, value: null, meaning: whyUnseen(inside, 'variables') }
  const first = readSeen(inside, 'path')?.split(':')[0]
  const meaning = first === undefined ? 'no PATH' : `programs are looked for in ${first} first`
  return { ...base, value: names.split(' ').sort().join(' '), meaning }
}
