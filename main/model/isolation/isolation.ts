import type { Fact, Metric } from '../../contract/metrics.ts'
import { listCapabilities, listDecisive } from './capabilities.ts'
import { findReach, type Reach } from './reach.ts'
import { describeResources } from './resources.ts'
import { describeRights } from './rights.ts'
import { type IsolationView, isUnknown, readSeen, whyUnseen } from './view.ts'

/** What separates a program inside from this machine, each fact with what it means, and all of it in a few words. */
export function describeIsolation(view: IsolationView): Metric {
  const reach = findReach(view)
  const facts = [...describeReach(view, reach), ...describeRights(view), ...describeResources(view, reach)]
  return {
    kind: 'facts',
    summary: summarise(view, reach),
    facts: facts.map((fact): Fact => ({ ...fact, basis: 'measured' })),
  }
}

function describeReach(view: IsolationView, reach: Reach): readonly Omit<Fact, 'basis'>[] {
  const { inside } = view
  const { processes, port, ownNamespaces } = reach
  return [
    describeKernel(view, reach),
    {
      id: 'host_processes',
      title: 'host processes seen',
      value: processes,
      meaning: explain(processes, {
        yes: 'it sees what others on this machine run',
        no: `a process that runs on this machine is not among the ${readSeen(inside, 'processes')} it sees`,
        unknown: whyUnseen(inside, 'processes'),
      }),
    },
    describeFile(reach),
    {
      id: 'host_port',
      title: "host's loopback reached",
      value: port,
      meaning: explain(port, {
        yes: 'it can talk to services that listen on 127.0.0.1 only',
        no: `127.0.0.1 is its own: ${whyUnseen(inside, 'loopback').toLowerCase()}`,
        unknown: 'the port could not be reached on the host either',
      }),
    },
    {
      id: 'namespaces',
      title: 'namespaces of its own',
      value: ownNamespaces === null ? null : ownNamespaces.join(' ') || 'none',
      meaning:
        ownNamespaces !== null
          ? 'what the kernel keeps apart for it: files (mnt), processes (pid), network (net), host name (uts), …'
          : reach.sameKernel === false
            ? 'it has a kernel to itself: namespaces are not what separates it'
            : whyUnseen(inside, 'namespaces'),
    },
  ]
}

function describeKernel({ inside }: IsolationView, { sameKernel }: Reach): Omit<Fact, 'basis'> {
  const release = readSeen(inside, 'kernel') ?? 'unknown'
  return {
    id: 'kernel',
    title: 'kernel',
    value: sameKernel === null ? null : sameKernel ? `this machine's (${release})` : `its own (${release})`,
    meaning: explain(sameKernel, {
      yes: 'the same boot of the same kernel: a fault in it is a way out',
      no: 'a kernel booted for it alone: to get out, the hypervisor must be broken as well',
      unknown: `the boot id is not known: ${whyUnseen(inside, 'boot_id')}`,
    }),
  }
}

function describeFile({ file }: Reach): Omit<Fact, 'basis'> {
  const meanings = {
    path: 'it reads a private file of this machine at its own path',
    process: "not at its own path, but through /proc/PID/root of one of the host's processes",
  }
  return {
    id: 'host_file',
    title: 'host file read',
    value: file === null ? null : file !== false,
    meaning:
      file === null
        ? 'the file could not be read on the host either'
        : file === false
          ? 'a private file of this machine is not there, or not readable'
          : meanings[file],
  }
}

function explain(
  answer: boolean | null,
  words: { readonly yes: string; readonly no: string; readonly unknown: string },
): string {
  return answer === null ? words.unknown : answer ? words.yes : words.no
}

function summarise(view: IsolationView, reach: Reach): string {
  if (view.isHost) return 'none: it is the host'
  const { sameKernel, processes, file, port } = reach
  if (sameKernel === null) return 'not known here'
  const seen = [...(processes ? ['processes'] : []), ...(file ? ['files'] : []), ...(port ? ['ports'] : [])]
  const open = [processes, file, port].some((answer) => answer === null)
  const kernel = sameKernel ? 'shares the kernel' : 'own kernel'
  if (seen.length === 3 && sameKernel)
    return `everything visible${hasOwnPackages(view) ? ', but own Python packages' : ''}`
  if (seen.length > 0)
    return `${kernel}; host ${seen.join(' and ')} visible${hasDecisive(view) ? ', with rights to take it over' : ''}`
  if (open) return `${kernel}; not all could be looked for`
  return `${kernel}; nothing ${sameKernel ? 'else ' : ''}of the host seen`
}

function hasOwnPackages({ python }: IsolationView): boolean {
  return !isUnknown(python) && python.prefix !== python.base
}

/** Over the host's kernel, not a guest's. */
function hasDecisive({ inside, isVirtual }: IsolationView): boolean {
  const set = readSeen(inside, 'capabilities')
  return !isVirtual && set !== null && listDecisive(listCapabilities(set) ?? []).length > 0
}
