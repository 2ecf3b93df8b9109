import { type IsolationView, readSeen, type SeenFacts } from './view.ts'

/** Whether the program inside is under this machine's kernel, and what of this machine it gets at. Null: not known. */
export interface Reach {
  readonly sameKernel: boolean | null
  readonly processes: boolean | null
  /** `path`: where it is; `process`: through the root folder of a process of the host's. */
  readonly file: 'path' | 'process' | false | null
  readonly port: boolean | null
  /** Kinds of namespace that are not the host's; null under another kernel, whose numbers mean nothing here. */
  readonly ownNamespaces: readonly string[] | null
}

/**
 * A "no" counts only where the host's own program says "yes": a canary that nobody can see tells nothing.
 */
export function findReach({ inside, host, secrets }: IsolationView): Reach {
  const sameKernel = compareKernels(inside, host)
  const whenSeenOutside = <T>(id: string, wanted: string | null, answer: T): T | null =>
    wanted !== null && readSeen(host, id) === wanted ? answer : null
  const canary = readSeen(inside, 'canary_process')
  const knowsProcesses = Number(readSeen(host, 'canary_process') ?? 0) > 0 && inside.get('processes')?.value != null
  return {
    sameKernel,
    processes: knowsProcesses && canary !== null ? Number(canary) > 0 : null,
    file: whenSeenOutside('canary_file', secrets.file, findFile(inside, secrets.file)),
    port: whenSeenOutside('loopback', secrets.port, readSeen(inside, 'loopback') === secrets.port),
    ownNamespaces: sameKernel === true ? listOwnNamespaces(inside, host) : null,
  }
}

/** By the number the kernel drew when it booted; two kernels of one version differ in it. */
function compareKernels(inside: SeenFacts, host: SeenFacts): boolean | null {
  const [own, outside] = [readSeen(inside, 'boot_id'), readSeen(host, 'boot_id')]
  return own === null || outside === null ? null : own === outside
}

function findFile(inside: SeenFacts, text: string): Reach['file'] {
  if (readSeen(inside, 'canary_file') === text) return 'path'
  return readSeen(inside, 'canary_file_by_process') === text ? 'process' : false
}

function listOwnNamespaces(inside: SeenFacts, host: SeenFacts): readonly string[] | null {
  const outside = readSeen(host, 'namespaces')?.split(' ')
  const own = readSeen(inside, 'namespaces')?.split(' ')
  if (!outside || !own) return null
  return own.filter((one) => !outside.includes(one)).map((one) => one.slice(0, one.indexOf(':')))
}
