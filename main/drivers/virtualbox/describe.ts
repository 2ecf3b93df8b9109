import type { MachineDescription } from '../../contract/machine.ts'
import type { DriverDeps } from '../driver.ts'
import { type GuestProperty, readGuestProperties } from './commands/guestProperties.ts'
import { showMachine } from './commands/showMachine.ts'
import { nameInstance } from './labels.ts'
import { parseAttachedMedia, parsePorts } from './parse.ts'

const mebibyte = 1024 ** 2

export async function describeKeptMachine(
  deps: DriverDeps,
  uuid: string,
  signal: AbortSignal,
): Promise<MachineDescription> {
  const [settings, guest] = await Promise.all([
    showMachine(deps, uuid, signal),
    readGuestProperties(deps, uuid, signal),
  ])
  return describeSettings(uuid, settings, guest)
}

/** Pure. */
export function describeSettings(
  uuid: string,
  settings: ReadonlyMap<string, string>,
  guest: readonly GuestProperty[],
): MachineDescription {
  return {
    id: nameInstance(uuid),
    name: settings.get('name') ?? uuid,
    state: settings.get('VMState') ?? 'unknown',
    cpus: readCount(settings.get('cpus')),
    memoryBytes: (readCount(settings.get('memory')) ?? 0) * mebibyte || null,
    osType: settings.get('ostype') ?? null,
    disks: parseAttachedMedia(settings).map(({ controller, port, device, path }) => ({
      slot: `${controller} ${port}${device === 0 ? '' : `:${device}`}`,
      kind: /\.(iso|cdr|dmg)$/i.test(path) ? 'dvd' : 'disk',
      path,
    })),
    ports: [...parsePorts(settings)],
    headless: settings.get('defaultfrontend') !== 'gui',
    definition: { kind: 'settings', settings: [...settings].map(([name, value]) => ({ name, value })) },
    guest: [...guest],
  }
}

function readCount(text: string | undefined): number | null {
  return text !== undefined && /^[1-9]\d{0,8}$/.test(text) ? Number(text) : null
}
