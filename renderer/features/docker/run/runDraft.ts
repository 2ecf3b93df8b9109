import {
  type ContainerSpec,
  mostContainersAtOnce,
  type RunRequest,
  runRequestSchema,
} from '../../../../main/contract/container.ts'
import { readCpus, readMemory, readMount, readPort, readRestart } from '../../../../main/model/runText.ts'
import { splitWords } from '../../../../main/model/splitWords.ts'
import type { Checked } from '../../instances/useForm.ts'

/** A container as it is typed. */
export interface RunDraft {
  readonly image: string
  readonly name: string
  readonly count: string
  readonly command: string
  readonly replacesEntrypoint: boolean
  /** Empty: none. */
  readonly entrypoint: string
  /** `terminal`: it is opened at once. */
  readonly as: 'background' | 'terminal'
  readonly removeAtExit: boolean
  readonly ports: string
  /** Also by other machines; else by this one only. */
  readonly portsForAll: boolean
  readonly variables: string
  readonly mounts: string
  readonly cpus: string
  readonly memory: string
  readonly processes: string
  readonly network: string
  readonly restart: string
  readonly user: string
  readonly directory: string
}

export const firstRun: Omit<RunDraft, 'image'> = {
  name: '',
  count: '1',
  command: '',
  replacesEntrypoint: false,
  entrypoint: '',
  as: 'background',
  removeAtExit: false,
  ports: '',
  portsForAll: false,
  variables: '',
  mounts: '',
  cpus: '',
  memory: '',
  processes: '',
  network: '',
  restart: 'no',
  user: '',
  directory: '',
}

type Errors = Partial<Record<keyof RunDraft, string>>

export function checkRun(draft: RunDraft): Checked<RunDraft, RunRequest> {
  const errors: Errors = {}
  /** What a text means; nothing where it is empty, and where it means nothing what is wrong is noted. */
  const read = <T>(field: keyof RunDraft, wrong: string, means: (text: string) => T | null): T | null => {
    const text = String(draft[field]).trim()
    const value = text === '' ? null : means(text)
    if (text !== '' && value === null) errors[field] = wrong
    return value
  }
  const lines = <T>(field: keyof RunDraft, wrong: string, means: (line: string) => T | null): T[] =>
    read(field, wrong, (text) => {
      const values = text.split('\n').flatMap((line) => (line.trim() === '' ? [] : [means(line.trim())]))
      return values.includes(null) ? null : values.filter((value) => value !== null)
    }) ?? []
  const whole = (text: string) => (/^\d{1,9}$/.test(text) ? Number(text) : null)
  const words = (field: 'command' | 'entrypoint') => read(field, 'A quote is not closed.', splitWords)

  const command = words('command')
  const entrypoint = draft.replacesEntrypoint ? [...(words('entrypoint') ?? [])] : undefined
  const ports = lines('ports', 'One a line, such as 8080:80, 80 or 53:53/udp.', readPort)
  const spec: ContainerSpec = {
    image: draft.image.trim(),
    ...(command !== null && { command: [...command] }),
    ...(entrypoint && { entrypoint }),
    variables: lines('variables', 'One a line, such as NAME=value.', readVariable),
    ports: draft.portsForAll ? ports : ports.map((port) => ({ ...port, address: port.address ?? '127.0.0.1' })),
    mounts: lines('mounts', 'One a line, such as /home/you/data:/data:ro or volume:/data.', readMount),
    limits: {
      cpus: read('cpus', 'A number, such as 1.5.', readCpus),
      memoryBytes: read('memory', 'A size, such as 512 MiB.', readMemory),
      processes: read('processes', 'A whole number.', whole),
    },
    network: read('network', '', String),
    restart: read('restart', 'no, always, unless-stopped or on-failure:N.', readRestart) ?? { when: 'never' },
    user: read('user', '', String),
    directory: read('directory', '', String),
    interactive: draft.as === 'terminal',
    tty: draft.as === 'terminal',
    removeAtExit: draft.removeAtExit,
  }
  const count = read('count', `A whole number from 1 to ${mostContainersAtOnce}.`, whole) ?? 1
  const parsed = runRequestSchema.safeParse({ spec, name: read('name', '', String), count })
  for (const { path, message } of parsed.error?.issues ?? []) errors[fieldOf(path)] ??= message
  if (draft.as === 'terminal' && count > 1) errors.count ??= 'A terminal is for one: choose the background for several.'
  return parsed.success && Object.keys(errors).length === 0 ? { ok: true, request: parsed.data } : { ok: false, errors }
}

const fieldsOf: Readonly<Record<string, keyof RunDraft>> = {
  cpus: 'cpus',
  memoryBytes: 'memory',
  processes: 'processes',
}

/** Where the contract's own words belong. */
function fieldOf(path: readonly PropertyKey[]): keyof RunDraft {
  const [first, second, third] = path.map(String)
  if (first === 'spec' && second === 'limits') return fieldsOf[third ?? ''] ?? 'memory'
  const name = first === 'spec' ? second : first
  return name !== undefined && Object.hasOwn(firstRun, name) ? (name as keyof RunDraft) : 'image'
}

function readVariable(line: string): ContainerSpec['variables'][number] | null {
  const end = line.indexOf('=')
  return end > 0 ? { name: line.slice(0, end), value: line.slice(end + 1) } : null
}
