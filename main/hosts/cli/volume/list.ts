import type { Volume, VolumeDescription } from '../../../contract/volumes.ts'
import { cleanText } from '../../../model/cleanText.ts'
import { formatQuantity } from '../../../model/format.ts'
import { fitColumns } from '../../../report/fitColumns.ts'
import { tellFailures, tellNone } from '../engineFailures.ts'
import { interruptible } from '../interruption.ts'
import { withClient } from '../session.ts'
import { writeOut } from '../standardOutput.ts'
import type { Verb } from '../verbs.ts'

export const listVerb: Verb = {
  name: 'ls',
  summary: 'lists volumes, what each returns when it is removed, and who uses it',
  operands: [],
  options: ['json'],
  run: (values, root) =>
    withClient(root, (client) =>
      interruptible(async (signal) => {
        const { volumes, failures } = await client.volumes.list({ sizes: true }, { signal })
        const exitCode = tellFailures(failures)
        if (values.json) await writeOut(`${JSON.stringify({ volumes, failures }, null, 2)}\n`)
        else if (volumes.length === 0) tellNone('There are no volumes.', failures)
        else await writeOut(renderVolumes(volumes, process.stdout.columns || undefined))
        return exitCode
      }),
    ),
}

export const inspectVerb: Verb = {
  name: 'inspect',
  summary: 'shows where it is, its labels and options',
  operands: ['NAME'],
  options: ['json'],
  run: (values, root, [name = '']) =>
    withClient(root, (client) =>
      interruptible(async (signal) => {
        const volume = await client.volumes.inspect({ id: toVolumeId(name) }, { signal })
        await writeOut(values.json ? `${JSON.stringify(volume, null, 2)}\n` : renderVolume(volume))
        return 0
      }),
    ),
}

/** A name, or an id as --json has it. */
export function toVolumeId(operand: string): string {
  return operand.startsWith('docker:') ? operand : `docker:${operand}`
}

export function renderVolumes(volumes: readonly Volume[], width: number | undefined): string {
  const columns = [
    { title: 'NAME', least: 16 },
    { title: 'DRIVER', spare: 2 },
    { title: 'SIZE', right: true },
    { title: 'CREATED', spare: 1 },
    { title: 'USED BY', least: 12 },
  ]
  const rows = volumes.map(({ name, driver, bytes, createdAt, users }) => [
    cleanText(name),
    cleanText(driver),
    formatBytes(bytes),
    createdAt?.slice(0, 10) ?? '–',
    users.length === 0 ? '–' : cleanText(users.map((user) => user.name).join(', ')),
  ])
  return fitColumns(columns, rows, width)
    .lines.map((line) => `${line}\n`)
    .join('')
}

function renderVolume({ name, driver, scope, place, bytes, users, labels, options }: VolumeDescription): string {
  const pairs = (record: Readonly<Record<string, string>>) =>
    Object.entries(record)
      .map(([key, value]) => `${key}=${value}`)
      .join(', ')
  const facts = [
    ['Name', name],
    ['Driver', `${driver}, ${scope}`],
    ['Size', formatBytes(bytes)],
    ['Place', place || '–'],
    ['Used by', users.map((user) => `${user.name} (${user.state})`).join(', ') || '–'],
    ['Labels', pairs(labels) || '–'],
    ['Options', pairs(options) || '–'],
  ]
  return facts.map(([title = '', value = '']) => `${title.padEnd(8)} ${cleanText(value)}\n`).join('')
}

function formatBytes(bytes: number | null): string {
  return bytes === null ? '–' : formatQuantity(bytes, 'bytes')
}
