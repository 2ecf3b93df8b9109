import type { ChangeCounts, LayerFile, LayerFiles } from '../../../contract/image.ts'
import { cleanText } from '../../../model/cleanText.ts'
import { formatQuantity } from '../../../model/format.ts'
import { fitColumns } from '../../../report/fitColumns.ts'
import { UsageError } from '../commandLine.ts'
import { withLongWork } from '../longWork.ts'
import { writeOut } from '../standardOutput.ts'
import type { Verb } from '../verbs.ts'
import { selectImage } from './selectImage.ts'

export const filesVerb: Verb = {
  name: 'files',
  summary: 'shows what a layer added, changed and removed, folder by folder',
  operands: ['IMAGE'],
  options: ['layer', 'in', 'json'],
  run: (values, root, [operand = '']) =>
    withLongWork(root, async (client, signal) => {
      const wanted = typeof values.layer === 'string' ? readLayer(values.layer) : null
      const { id } = await selectImage(client, operand, signal)
      const layer = wanted ?? topmostOf((await client.images.describe({ id }, { signal })).steps)
      const folder = typeof values.in === 'string' ? values.in : ''
      const files = await client.images.files({ id, layer, folder })
      const width = process.stdout.columns || undefined
      await writeOut(values.json ? `${JSON.stringify(files, null, 2)}\n` : renderFiles(files, width))
      return 0
    }),
}

function readLayer(text: string): number {
  if (/^\d{1,3}$/.test(text)) return Number(text)
  throw new UsageError('--layer takes a number from 0, which is the lowest layer.')
}

function topmostOf(steps: readonly { readonly layer: { readonly kind: string } }[]): number {
  return Math.max(0, steps.filter(({ layer }) => layer.kind === 'layer').length - 1)
}

export function renderFiles(
  { files, counts, bytes }: LayerFiles,
  width: number | undefined,
  none = 'This layer changes nothing there.',
): string {
  if (files.length === 0) return `${none}\n`
  const columns = [
    { title: 'CHANGE' },
    { title: 'SIZE', right: true },
    { title: 'BELOW', spare: 1 },
    { title: 'NAME', least: 20 },
  ]
  const rows = files.map((file) => [
    describeChange(file),
    file.bytes === 0 && file.change === 'removed' ? '–' : formatQuantity(file.bytes, 'bytes'),
    file.kind === 'folder' ? describeCounts(file.counts) : '',
    cleanText(file.kind === 'folder' ? `${file.name}/` : file.name),
  ])
  const { lines } = fitColumns(columns, rows, width)
  return `${[...lines, `${describeCounts(counts)}; ${formatQuantity(bytes, 'bytes')}`].join('\n')}\n`
}

function describeChange({ change }: LayerFile): string {
  return change === 'attributes' ? 'owner or mode' : (change ?? '–')
}

/** `3 added, 1 removed`; what there is none of is not named. */
export function describeCounts({ added, changed, attributes, removed }: ChangeCounts): string {
  const parts = [
    [added, 'added'],
    [changed, 'changed'],
    [attributes, 'with another owner or mode'],
    [removed, 'removed'],
  ] as const
  const said = parts.flatMap(([count, word]) => (count === 0 ? [] : [`${count} ${word}`]))
  return said.length === 0 ? 'nothing changed' : said.join(', ')
}
