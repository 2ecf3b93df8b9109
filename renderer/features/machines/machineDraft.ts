import { instanceNamePattern, instanceNameRule } from '../../../main/contract/instanceName.ts'
import {
  filePathSchema,
  guestSystemSchema,
  type MachineSpec,
  type MachineTechnology,
  machineLimits,
} from '../../../main/contract/machine.ts'
import { formatQuantity } from '../../../main/model/format.ts'
import { readSize } from '../../../main/model/readSize.ts'
import { readPortLines } from './portLines.ts'

/** A machine as it is typed. */
export interface MachineDraft {
  readonly name: string
  readonly cpus: string
  readonly memory: string
  readonly disk: 'new' | 'existing' | 'none'
  readonly diskSize: string
  readonly diskPath: string
  readonly iso: string
  readonly ports: string
  /** Empty: the engine's own choice. */
  readonly osType: string
  readonly hasWindow: boolean
}

export type DraftErrors = Readonly<Partial<Record<keyof MachineDraft, string>>>
export type DraftReading = { readonly spec: MachineSpec } | { readonly errors: DraftErrors }

/** What `isoscope vm create` makes without options. */
export const firstDraft: MachineDraft = {
  name: '',
  cpus: '1',
  memory: '1 GiB',
  disk: 'new',
  diskSize: '8 GiB',
  diskPath: '',
  iso: '',
  ports: '',
  osType: '',
  hasWindow: false,
}

const mebibyte = 1024 ** 2

/** Whether the kind of guest makes a difference to the engine. */
export function takesGuestSystem(technology: MachineTechnology): boolean {
  return technology === 'virtualbox'
}

/** What is asked for, or what is wrong with which field. What the engine does not take and a disk not chosen are not looked at. */
export function readMachineDraft(draft: MachineDraft, technology: MachineTechnology): DraftReading {
  const errors: Partial<Record<keyof MachineDraft, string>> = {}
  const take = <T>(field: keyof MachineDraft, reading: Reading<T>): T | undefined => {
    if ('error' in reading) errors[field] = reading.error
    return 'value' in reading ? reading.value : undefined
  }
  const name = take('name', readName(draft.name))
  const cpus = take('cpus', readCpus(draft.cpus))
  const memoryBytes = take('memory', readBytes(draft.memory, machineLimits.memoryBytes))
  const bytes = draft.disk === 'new' ? take('diskSize', readBytes(draft.diskSize, machineLimits.diskBytes)) : undefined
  const path = draft.disk === 'existing' ? take('diskPath', readPath(draft.diskPath)) : undefined
  const iso = isEmpty(draft.iso) ? undefined : take('iso', readPath(draft.iso))
  const osType =
    isEmpty(draft.osType) || !takesGuestSystem(technology) ? undefined : take('osType', readGuest(draft.osType))
  const ports = readPortLines(draft.ports)
  if ('error' in ports) errors.ports = ports.error
  if (name === undefined || cpus === undefined || memoryBytes === undefined || 'error' in ports) return { errors }
  if (Object.keys(errors).length > 0) return { errors }
  return {
    spec: {
      name,
      cpus,
      memoryBytes,
      disk: bytes !== undefined ? { kind: 'new', bytes } : path !== undefined ? { kind: 'existing', path } : null,
      ...(iso !== undefined && { iso }),
      ...(osType !== undefined && { osType }),
      ports: [...ports.ports],
      headless: !draft.hasWindow,
    },
  }
}

type Reading<T> = { readonly value: T } | { readonly error: string }

const isEmpty = (text: string) => text.trim() === ''

export function readName(text: string): Reading<string> {
  const name = text.trim()
  return instanceNamePattern.test(name) ? { value: name } : { error: instanceNameRule }
}

/** An absolute path of a file. */
export function readPath(text: string): Reading<string> {
  if (isEmpty(text)) return { error: 'The whole path of the file, such as /home/you/disk.vdi.' }
  return parse(filePathSchema, text.trim())
}

function readGuest(text: string): Reading<string> {
  return parse(guestSystemSchema, text.trim())
}

function readCpus(text: string): Reading<number> {
  const { least, most } = machineLimits.cpus
  const cpus = Number(text)
  const isRight = text.trim() !== '' && Number.isInteger(cpus) && cpus >= least && cpus <= most
  return isRight ? { value: cpus } : { error: `A whole number from ${least} to ${most}.` }
}

/** Whole MiB, which is what engines count in. */
function readBytes(text: string, { least, most }: { readonly least: number; readonly most: number }): Reading<number> {
  const size = readSize(text)
  if (size === null) return { error: 'A number with its unit, such as 512 MiB or 2 GiB.' }
  const bytes = Math.round(size / mebibyte) * mebibyte
  if (bytes < least) return { error: `At least ${formatQuantity(least, 'bytes')}.` }
  return bytes > most ? { error: `At most ${formatQuantity(most, 'bytes')}.` } : { value: bytes }
}

interface Schema {
  safeParse(text: string): {
    readonly data?: string | undefined
    readonly error?: { readonly issues: readonly { readonly message: string }[] } | undefined
  }
}

function parse(schema: Schema, text: string): Reading<string> {
  const { error } = schema.safeParse(text)
  return error ? { error: error.issues[0]?.message ?? 'This cannot be.' } : { value: text }
}
