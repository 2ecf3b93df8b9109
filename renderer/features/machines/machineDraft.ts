import {
  guestSystemSchema,
  type MachineRequest,
  type MachineTechnology,
  machineLimits,
} from '../../../main/contract/machine.ts'
import { formatQuantity } from '../../../main/model/format.ts'
import { readSize } from '../../../main/model/readSize.ts'
import type { Checked } from '../instances/useForm.ts'
import { engineWords } from './engineWords.ts'
import { readPortLines } from './portLines.ts'
import { collect, notAsked, type Reading, readBy, readName, readPath } from './readings.ts'

/** A machine as it is typed. */
export interface MachineDraft {
  readonly technology: MachineTechnology
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

/** What `isoscope vm create` makes without options. */
export const firstMachine: Omit<MachineDraft, 'technology'> = {
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

/** What the engine does not take and a disk not chosen are not looked at. */
export function checkMachine(draft: MachineDraft): Checked<MachineDraft, MachineRequest> {
  const { technology } = draft
  const isEmpty = (name: 'iso' | 'osType') => draft[name].trim() === ''
  const readings = {
    name: readName(draft.name),
    cpus: readCpus(draft.cpus),
    memory: readBytes(draft.memory, machineLimits.memoryBytes),
    diskSize: draft.disk === 'new' ? readBytes(draft.diskSize, machineLimits.diskBytes) : notAsked,
    diskPath: draft.disk === 'existing' ? readPath(draft.diskPath) : notAsked,
    iso: isEmpty('iso') ? notAsked : readPath(draft.iso),
    osType: isEmpty('osType') || !takesGuestSystem(technology) ? notAsked : readGuestSystem(draft.osType),
    ports: readPortLines(draft.ports),
  }
  const checked = collect(readings)
  if (!checked.ok) return checked
  const { name, cpus, memory, diskSize, diskPath, iso, osType, ports } = checked.values
  return {
    ok: true,
    request: {
      action: 'create',
      technology,
      spec: {
        name,
        cpus,
        memoryBytes: memory,
        disk:
          diskSize !== null
            ? { kind: 'new', bytes: diskSize }
            : diskPath !== null
              ? { kind: 'existing', path: diskPath }
              : null,
        ...(iso !== null && { iso }),
        ...(osType !== null && { osType }),
        ports: [...ports],
        headless: !(draft.hasWindow && engineWords[technology].opensWindows),
      },
    },
  }
}

function readGuestSystem(text: string): Reading<string> {
  return readBy(guestSystemSchema, text.trim())
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
