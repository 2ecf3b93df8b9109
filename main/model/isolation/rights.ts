import type { Fact } from '../../contract/metrics.ts'
import { capabilityCount, listCapabilities, listDecisive } from './capabilities.ts'
import { type IsolationView, isUnknown, readSeen, whyUnseen } from './view.ts'

type RightsFact = Omit<Fact, 'basis'>

/** Who the program is inside and outside, and what the kernel lets it do. */
export function describeRights(view: IsolationView): readonly RightsFact[] {
  return [
    describeUser(view),
    describeOutsideUser(view),
    describeCapabilities(view),
    describeSeccomp(view),
    describeNewPrivileges(view),
    ...(view.isVirtual ? describeHypervisor(view) : []),
  ]
}

function describeUser({ inside }: IsolationView): RightsFact {
  const uid = readSeen(inside, 'uid')
  const map = readSeen(inside, 'uid_map')?.trim().split(/\s+/).join(' ')
  const meaning =
    map === undefined
      ? `how users are mapped is not known: ${whyUnseen(inside, 'uid_map')}`
      : map === '0 0 4294967295'
        ? 'users are not mapped: a number inside is the same number to the kernel'
        : `users are mapped (${map}: inside, outside, how many)`
  return { id: 'uid', title: 'user inside', value: uid === null ? null : Number(uid), meaning }
}

function describeOutsideUser({ outside, isVirtual }: IsolationView): RightsFact {
  const title = isVirtual ? "user of the hypervisor's process" : 'user outside'
  if (isUnknown(outside)) return { id: 'uid_outside', title, value: null, meaning: outside.unknown }
  const who = outside.uid === 0 ? 'root of this machine' : 'an ordinary user of this machine'
  const meaning = isVirtual
    ? `a program that broke out of the guest into the hypervisor would be ${who}`
    : `to this machine the program is ${who}`
  return { id: 'uid_outside', title, value: outside.uid, meaning }
}

function describeCapabilities({ inside, isVirtual }: IsolationView): RightsFact {
  const id = 'capabilities'
  const title = 'capabilities'
  const set = readSeen(inside, id)
  const held = set === null ? null : listCapabilities(set)
  if (held === null) return { id, title, value: null, meaning: whyUnseen(inside, id) }
  return {
    id,
    title,
    value: `${held.length} of ${capabilityCount}`,
    meaning: isVirtual ? "over the guest's own kernel and over nothing outside" : explainCapabilities(held),
  }
}

function explainCapabilities(held: readonly string[]): string {
  if (held.length === 0) return 'an ordinary program'
  const decisive = listDecisive(held)
  return decisive.length > 0
    ? `with ${decisive.join(', ')} it can take over the machine that its kernel runs`
    : `none that takes over the machine: ${held.join(', ')}`
}

const seccompModes: Readonly<Record<string, string>> = { 0: 'none', 1: 'strict', 2: 'filter' }

function describeSeccomp({ inside, isVirtual }: IsolationView): RightsFact {
  const id = 'seccomp'
  const title = 'system call filter'
  const mode = readSeen(inside, id)
  if (mode === null) return { id, title, value: null, meaning: whyUnseen(inside, id) }
  const whose = isVirtual ? "the guest's kernel" : "the host's kernel"
  const meaning = mode === '0' ? `every system call reaches ${whose}` : `seccomp keeps some system calls from ${whose}`
  return { id, title, value: seccompModes[mode] ?? mode, meaning }
}

function describeNewPrivileges({ inside }: IsolationView): RightsFact {
  const id = 'no_new_privileges'
  const title = 'no new privileges'
  const value = readSeen(inside, id)
  if (value === null) return { id, title, value: null, meaning: whyUnseen(inside, id) }
  const meaning = value === '1' ? 'setuid programs give it nothing more' : 'a setuid program can give it more'
  return { id, title, value: value === '1', meaning }
}

/** A guest's rights are within its own kernel: what holds a machine that broke out is what holds its process. */
function describeHypervisor({ outside }: IsolationView): readonly RightsFact[] {
  const titles = {
    capabilities: "capabilities of the hypervisor's process",
    seccomp: "system call filter of the hypervisor's process",
  }
  if (isUnknown(outside)) {
    return Object.entries(titles).map(([id, title]) => ({
      id: `${id}_outside`,
      title,
      value: null,
      meaning: outside.unknown,
    }))
  }
  const held = listCapabilities(outside.capabilities) ?? []
  return [
    {
      id: 'capabilities_outside',
      title: titles.capabilities,
      value: `${held.length} of ${capabilityCount}`,
      meaning: explainCapabilities(held),
    },
    {
      id: 'seccomp_outside',
      title: titles.seccomp,
      value: seccompModes[outside.seccomp] ?? outside.seccomp,
      meaning:
        outside.seccomp === '0'
          ? "the hypervisor may make every system call of the host's kernel"
          : "seccomp keeps the hypervisor from some system calls of the host's kernel",
    },
  ]
}
