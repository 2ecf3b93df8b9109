import { dirname, resolve } from 'node:path'
import type { Instance } from '../../../contract/instance.ts'
import { instanceNamePattern, instanceNameRule } from '../../../contract/instanceName.ts'
import {
  type MachineRequest,
  type MachineSpec,
  type MachineTechnology,
  machineTechnologySchema,
  type PortForward,
} from '../../../contract/machine.ts'
import { listOf, type OptionValues, readChoice, readInteger, UsageError } from '../commandLine.ts'
import { withLongWork } from '../longWork.ts'
import { nameInstance } from '../selectInstances.ts'
import { listFileFolders } from '../typedFile.ts'
import type { Verb } from '../verbs.ts'
import { selectMachine } from './selectMachine.ts'

const mebibyte = 1024 ** 2
const gibibyte = 1024 ** 3

export const createVerb: Verb = {
  name: 'create',
  summary: 'makes one: 1 CPU, 1024 MiB and a new disk of 8 GiB, or as the options say',
  operands: ['NAME'],
  options: ['with', 'cpus', 'memory', 'disk-size', 'disk', 'no-disk', 'iso', 'os', 'port', 'window', 'json'],
  run: (values, root, [name = '']) => {
    const spec = readSpec(name, values)
    const paths = [spec.disk?.kind === 'existing' ? spec.disk.path : undefined, spec.iso]
    return make(root, { action: 'create', technology: readTechnology(values), spec }, values, paths)
  },
}

export const importVerb: Verb = {
  name: 'import',
  summary: 'makes one from an appliance (OVA), or with QEMU from a copy of a disk (qcow2, VMDK, raw)',
  operands: ['FILE', 'NAME'],
  options: ['with', 'json'],
  run: (values, root, [file = '', name = '']) => {
    const path = resolve(file)
    return make(root, { action: 'import', technology: readTechnology(values), path, name: checkName(name) }, values, [
      path,
    ])
  },
}

export const cloneVerb: Verb = {
  name: 'clone',
  summary: 'makes another one like it; --linked shares its disk',
  operands: ['ID', 'NAME'],
  options: ['linked', 'snapshot', 'json'],
  run: (values, root, [operand = '', name = '']) =>
    withLongWork(root, async (client, signal) => {
      checkName(name)
      const { id } = await selectMachine(client, operand, signal)
      const kind = values.linked === true ? ('linked' as const) : ('full' as const)
      const snapshot = typeof values.snapshot === 'string' ? { snapshot: values.snapshot } : {}
      const { instance } = await client.machines.perform({ action: 'clone', id, name, kind, ...snapshot })
      return tellMade(instance, values)
    }),
}

export const exportVerb: Verb = {
  name: 'export',
  summary: 'writes it to an appliance (OVA), or the disk of one of QEMU to .qcow2, .vmdk or .raw; must not exist',
  operands: ['ID', 'FILE'],
  options: [],
  run: (_values, root, [operand = '', file = '']) => {
    const path = resolve(file)
    const use: Parameters<typeof withLongWork>[1] = async (client, signal) => {
      const machine = await selectMachine(client, operand, signal)
      await client.machines.perform({ action: 'export', id: machine.id, path })
      process.stdout.write(`exported ${nameInstance(machine)} to ${path}\n`)
      return 0
    }
    return withLongWork(root, use, [dirname(path)])
  },
}

function make(
  root: string,
  request: MachineRequest,
  values: OptionValues,
  paths: readonly (string | undefined)[],
): Promise<number> {
  const folders = paths.flatMap((path) => (path === undefined ? [] : listFileFolders(path)))
  return withLongWork(
    root,
    async (client) => tellMade((await client.machines.perform(request)).instance, values),
    folders,
  )
}

/** Throws UsageError. */
function checkName(name: string): string {
  if (instanceNamePattern.test(name)) return name
  throw new UsageError(instanceNameRule)
}

function tellMade(instance: Instance | null, values: OptionValues): number {
  if (values.json) process.stdout.write(`${JSON.stringify({ machine: instance }, null, 2)}\n`)
  else if (instance) process.stdout.write(`created ${nameInstance(instance)}\n`)
  return 0
}

function readTechnology(values: OptionValues): MachineTechnology {
  return readChoice(values, 'with', machineTechnologySchema.options, 'virtualbox')
}

/** Exported for its test. Throws UsageError. */
export function readSpec(name: string, values: OptionValues): MachineSpec {
  const { disk, iso, os } = values
  const size = readInteger(values, 'disk-size', 1, 1024 ** 2)
  const chosen = [disk, values['disk-size'], values['no-disk']].filter((one) => one !== undefined)
  if (chosen.length > 1) throw new UsageError('of --disk, --disk-size and --no-disk, one says which disk it has.')
  return {
    name: checkName(name),
    cpus: readInteger(values, 'cpus', 1, 256) ?? 1,
    memoryBytes: (readInteger(values, 'memory', 4, 2 ** 21) ?? 1024) * mebibyte,
    ...(typeof os === 'string' && { osType: os }),
    disk:
      values['no-disk'] === true
        ? null
        : typeof disk === 'string'
          ? { kind: 'existing', path: resolve(disk) }
          : { kind: 'new', bytes: (size ?? 8) * gibibyte },
    ...(typeof iso === 'string' && { iso: resolve(iso) }),
    ports: listOf(values.port).map(readPort),
    headless: values.window !== true,
  }
}

/** `2222:22` or `5353:53/udp`. */
function readPort(text: string): PortForward {
  const [, host, guest, protocol = 'tcp'] = /^(\d{1,5}):(\d{1,5})(?:\/(tcp|udp))?$/.exec(text) ?? []
  const ports = { host: Number(host), guest: Number(guest) }
  if (!Object.values(ports).every((port) => port >= 1 && port <= 65_535)) {
    throw new UsageError(`--port takes HOST:GUEST or HOST:GUEST/udp, such as 2222:22, not '${text}'.`)
  }
  return { ...ports, protocol: protocol === 'udp' ? 'udp' : 'tcp' }
}
