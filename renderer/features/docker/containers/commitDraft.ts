import type { CommitOrder, ConfigChanges } from '../../../../main/contract/containerChanges.ts'
import { splitWords } from '../../../../main/model/splitWords.ts'
import type { Checked, FieldErrors } from '../../instances/useForm.ts'
import { findNameFault } from '../imageNameDraft.ts'

/** Lines are one to an entry; words are split as a shell does it, without its variables. */
export interface CommitDraft {
  readonly name: string
  readonly move: boolean
  readonly message: string
  readonly author: string
  readonly pause: boolean
  readonly command: string
  readonly entrypoint: string
  readonly environment: string
  readonly ports: string
  readonly labels: string
  readonly user: string
  readonly volumes: string
  readonly workingDirectory: string
}

export const emptyCommit: CommitDraft = {
  name: '',
  move: false,
  message: '',
  author: '',
  pause: true,
  command: '',
  entrypoint: '',
  environment: '',
  ports: '',
  labels: '',
  user: '',
  volumes: '',
  workingDirectory: '',
}

export type CommitRequest = Omit<CommitOrder, 'id'>

/** Pure. What is left empty stays as the container has it. */
export function checkCommit(draft: CommitDraft): Checked<CommitDraft, CommitRequest> {
  const name = draft.name.trim()
  const found: Partial<Record<keyof CommitDraft, string | null>> = {
    name: findNameFault(name),
    command: findWordsFault(draft.command),
    entrypoint: findWordsFault(draft.entrypoint),
    environment: findAssignmentFault(draft.environment),
    labels: findAssignmentFault(draft.labels),
    ports: listLines(draft.ports).every((line) => portPattern.test(line)) ? null : 'A port to a line: 80 or 53/udp.',
    volumes: listLines(draft.volumes).every(isAbsolute) ? null : 'A path to a line; each begins with a slash.',
    workingDirectory: [draft.workingDirectory.trim()].every((path) => path === '' || isAbsolute(path))
      ? null
      : 'A path inside the image begins with a slash.',
  }
  const faults = Object.entries(found).filter(([, fault]) => fault !== null)
  if (faults.length > 0) return { ok: false, errors: Object.fromEntries(faults) as FieldErrors<CommitDraft> }
  const { move, message, author, pause } = draft
  return { ok: true, request: { name, move, message, author, pause, config: readConfig(draft) } }
}

function readConfig(draft: CommitDraft): ConfigChanges {
  const command = splitWords(draft.command) ?? []
  const entrypoint = splitWords(draft.entrypoint) ?? []
  const environment = listLines(draft.environment).map(splitAssignment)
  const labels = listLines(draft.labels).map(splitAssignment)
  const ports = listLines(draft.ports).map((port) => (port.includes('/') ? port : `${port}/tcp`))
  const volumes = [...listLines(draft.volumes)]
  const user = draft.user.trim()
  const workingDirectory = draft.workingDirectory.trim()
  return {
    ...(command.length > 0 && { command: [...command] }),
    ...(entrypoint.length > 0 && { entrypoint: [...entrypoint] }),
    ...(environment.length > 0 && { environment }),
    ...(labels.length > 0 && { labels }),
    ...(ports.length > 0 && { ports }),
    ...(volumes.length > 0 && { volumes }),
    ...(user !== '' && { user }),
    ...(workingDirectory !== '' && { workingDirectory }),
  }
}

const portPattern = /^[1-9]\d{0,4}(\/(tcp|udp|sctp))?$/

function findWordsFault(text: string): string | null {
  return splitWords(text) === null ? 'A quotation mark is not closed.' : null
}

function isAbsolute(path: string): boolean {
  return path.startsWith('/')
}

/** A value may end in spaces; a line of nothing else is none. */
function listLines(text: string): readonly string[] {
  return text.split('\n').flatMap((line) => (line.trim() === '' ? [] : [line.trimStart()]))
}

function splitAssignment(line: string): { name: string; value: string } {
  const end = line.indexOf('=')
  return { name: line.slice(0, end), value: line.slice(end + 1) }
}

function findAssignmentFault(text: string): string | null {
  const strange = listLines(text).find((line) => line.indexOf('=') <= 0)
  return strange === undefined ? null : `NAME=VALUE to a line, unlike ${strange.slice(0, 40)}`
}
