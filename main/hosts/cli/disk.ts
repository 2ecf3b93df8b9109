import {
  type DiskUse,
  type Reclaimable,
  type Reclaimed,
  type ReclaimKind,
  type ReclaimRequest,
  reclaimKinds,
} from '../../contract/disk.ts'
import { cleanText } from '../../model/cleanText.ts'
import { diskKindTitles } from '../../model/diskKinds.ts'
import { formatQuantity } from '../../model/format.ts'
import { fitColumns } from '../../report/fitColumns.ts'
import { askUser, canAsk } from './askUser.ts'
import { type Command, listOf, type OptionValues, readChoice, UsageError } from './commandLine.ts'
import { tellFailures } from './engineFailures.ts'
import { withLongWork } from './longWork.ts'
import { isYes } from './removalPrompt.ts'
import type { Client } from './session.ts'
import { writeOut } from './standardOutput.ts'

export const diskCommand: Command = {
  name: 'disk',
  summary: 'Shows what Docker keeps on the disk, and removes what is not in use',
  options: {
    reclaim: { type: 'string', placeholder: 'KIND', help: `remove what is not in use: ${reclaimKinds.join(', ')}` },
    only: {
      type: 'string',
      multiple: true,
      placeholder: 'NAME',
      help: 'with --reclaim: only this one; needed for volumes, may be repeated',
    },
    yes: { type: 'boolean', help: 'with --reclaim: do not ask' },
    json: { type: 'boolean', help: 'print JSON' },
  },
  notes: `What goes is shown before. Running containers and what they use stay; volumes go only by their names.
Images go with 'isoscope image prune', which shows what their layers would return.
Exit code: 0 done, 1 something was kept or the answer was no, 2 bad use, 130 interrupted.`,
  run: (values, root) => (values.reclaim === undefined ? show(values, root) : reclaim(values, root)),
}

function show(values: OptionValues, root: string): Promise<number> {
  return withLongWork(root, async (client, signal) => {
    const { rows, failures } = await client.disk.usage({}, { signal })
    const exitCode = tellFailures(failures)
    if (values.json) await writeOut(`${JSON.stringify({ rows, failures }, null, 2)}\n`)
    else if (rows.length > 0) await writeOut(renderUse(rows, process.stdout.columns || undefined))
    return exitCode
  })
}

function reclaim(values: OptionValues, root: string): Promise<number> {
  const kind = readChoice(values, 'reclaim', reclaimKinds, 'containers')
  const only = listOf(values.only)
  if (kind === 'volumes' && only.length === 0) {
    throw new UsageError("volumes go by name only: give --only NAME. 'isoscope volume ls' shows what they hold.")
  }
  if (kind === 'buildCache' && only.length > 0) throw new UsageError('of the build cache all goes that is not in use.')
  const sure = values.yes === true
  if (!sure && !canAsk()) throw new UsageError('there is no terminal to ask on: give --yes to remove without asking.')
  return withLongWork(root, async (client, signal) => {
    const things = await choose(client, kind, only, signal)
    if (things.length === 0) {
      process.stderr.write('There is nothing to remove.\n')
      return 0
    }
    process.stderr.write(renderPreview(things, process.stderr.columns || undefined))
    if (!sure && !isYes(await askUser('These go for good. Remove? [y/N] ', signal))) {
      process.stderr.write('Nothing was removed.\n')
      return 1
    }
    const result = await client.disk.reclaim(toRequest(kind, things))
    await writeOut(values.json ? `${JSON.stringify(result, null, 2)}\n` : renderReclaimed(result))
    return result.kept.length > 0 ? 1 : 0
  })
}

async function choose(client: Client, kind: ReclaimKind, only: readonly string[], signal: AbortSignal) {
  const { things } = await client.disk.preview({ technology: 'docker', kind }, { signal })
  if (only.length === 0) return things
  return only.map((name) => {
    const thing = things.find((one) => one.name === name || one.id === name)
    if (!thing) throw new UsageError(`'${cleanText(name)}' is in use or not there.`)
    return thing
  })
}

function toRequest(kind: ReclaimKind, things: readonly Reclaimable[]): ReclaimRequest {
  if (kind === 'buildCache') return { technology: 'docker', kind }
  return { technology: 'docker', kind, ids: things.map(({ id }) => id) }
}

export function renderUse(rows: readonly DiskUse[], width: number | undefined): string {
  const columns = [
    { title: 'KIND' },
    { title: 'COUNT', right: true },
    { title: 'IN USE', right: true, spare: 1 },
    { title: 'SIZE', right: true },
    { title: 'RECLAIMABLE', right: true },
  ]
  const cells = rows.map(({ kind, count, inUse, bytes, reclaimableBytes }) => [
    diskKindTitles[kind],
    String(count),
    String(inUse),
    formatQuantity(bytes, 'bytes'),
    `${kind === 'images' && reclaimableBytes > 0 ? '≥ ' : ''}${formatQuantity(reclaimableBytes, 'bytes')}`,
  ])
  return fitColumns(columns, cells, width)
    .lines.map((line) => `${line}\n`)
    .join('')
}

function renderPreview(things: readonly Reclaimable[], width: number | undefined): string {
  const columns = [
    { title: 'NAME', least: 16 },
    { title: 'SIZE', right: true },
    { title: 'WHAT', least: 12 },
  ]
  const rows = things.map(({ name, bytes, detail }) => [
    cleanText(name),
    bytes === null ? '–' : formatQuantity(bytes, 'bytes'),
    cleanText(detail),
  ])
  return fitColumns(columns, rows, width)
    .lines.map((line) => `${line}\n`)
    .join('')
}

function renderReclaimed({ removed, kept, freedBytes }: Reclaimed): string {
  const lines = kept.map(({ name, why }) => `kept ${cleanText(name)}: ${cleanText(why)}`)
  return `${[...lines, `removed ${removed.length}: ${formatQuantity(freedBytes, 'bytes')} returned`].join('\n')}\n`
}
