import type { ChangedValue, ImageDiff } from '../../../contract/image.ts'
import { cleanText } from '../../../model/cleanText.ts'
import { formatQuantity } from '../../../model/format.ts'
import { fitColumns } from '../../../report/fitColumns.ts'
import { withLongWork } from '../longWork.ts'
import { writeOut } from '../standardOutput.ts'
import type { Verb } from '../verbs.ts'
import { describeCounts } from './files.ts'
import { nameImage, selectImage } from './selectImage.ts'

export const diffVerb: Verb = {
  name: 'diff',
  summary: 'compares two images: layers, settings, files and packages',
  operands: ['BEFORE', 'AFTER'],
  options: ['json'],
  run: (values, root, [before = '', after = '']) =>
    withLongWork(root, async (client, signal) => {
      const ids = {
        before: (await selectImage(client, before, signal)).id,
        after: (await selectImage(client, after, signal)).id,
      }
      const diff = await client.images.diff(ids)
      const width = process.stdout.columns || undefined
      await writeOut(values.json ? `${JSON.stringify(diff, null, 2)}\n` : renderImageDiff(diff, width))
      return 0
    }),
}

/** As many as fit on a screen; --json has all. */
const shownFiles = 20

export function renderImageDiff(diff: ImageDiff, width: number | undefined): string {
  const { before, after, layers, files, packages } = diff
  const growth = after.bytes - before.bytes
  const sign = growth < 0 ? '−' : '+'
  return [
    `${nameImage(before)} → ${nameImage(after)}: ${sign}${formatQuantity(Math.abs(growth), 'bytes')}`,
    '',
    `Steps: ${layers.shared.length} shared`,
    ...layers.before.map(({ instruction }) => `  − ${cleanText(instruction)}`),
    ...layers.after.map(({ instruction }) => `  + ${cleanText(instruction)}`),
    ...section('Settings', diff.config, width),
    ...(packages.databases.length === 0
      ? ['', 'Packages: no database of packages was found.']
      : section(`Packages (${packages.databases.join(', ')})`, packages.changes, width)),
    '',
    `Files: ${describeCounts(files.counts)}`,
    ...tableOf(
      files.changes.slice(0, shownFiles).map((file) => ({
        name: file.path,
        before: file.before === null ? null : formatQuantity(file.before, 'bytes'),
        after: file.after === null ? null : formatQuantity(file.after, 'bytes'),
      })),
      width,
    ),
    ...(files.changes.length > shownFiles ? [`  and more: the largest ${shownFiles} are shown, --json has more`] : []),
    '',
  ].join('\n')
}

function section(title: string, changes: readonly ChangedValue[], width: number | undefined): readonly string[] {
  if (changes.length === 0) return ['', `${title}: the same`]
  return ['', `${title}: ${changes.length} changed`, ...tableOf(changes, width)]
}

function tableOf(changes: readonly ChangedValue[], width: number | undefined): readonly string[] {
  if (changes.length === 0) return []
  const columns = [
    { title: '  NAME', least: 16 },
    { title: 'BEFORE', least: 8 },
    { title: 'AFTER', least: 8 },
  ]
  const rows = changes.map(({ name, before, after }) => [
    `  ${cleanText(name)}`,
    before === null ? '–' : cleanText(before),
    after === null ? '–' : cleanText(after),
  ])
  return fitColumns(columns, rows, width).lines
}
