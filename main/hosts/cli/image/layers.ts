import type { ImageDescription, ImageStep } from '../../../contract/image.ts'
import { cleanText } from '../../../model/cleanText.ts'
import { formatQuantity } from '../../../model/format.ts'
import { fitColumns } from '../../../report/fitColumns.ts'
import { withLongWork } from '../longWork.ts'
import { writeOut } from '../standardOutput.ts'
import type { Verb } from '../verbs.ts'
import { nameImage, selectImage } from './selectImage.ts'

export const layersVerb: Verb = {
  name: 'layers',
  summary: 'shows what made each layer, its size, and how many other images share it',
  operands: ['IMAGE'],
  options: ['json'],
  run: (values, root, [operand = '']) =>
    withLongWork(root, async (client, signal) => {
      const { id } = await selectImage(client, operand, signal)
      const image = await client.images.describe({ id }, { signal })
      const width = process.stdout.columns || undefined
      await writeOut(values.json ? `${JSON.stringify(image, null, 2)}\n` : renderLayers(image, width))
      return 0
    }),
}

/** The topmost first, as they lie on each other. */
export function renderLayers(image: ImageDescription, width: number | undefined): string {
  const rows = image.steps.toReversed().map((step) => [...describeLayer(step), cleanText(step.instruction)])
  const columns = [
    { title: 'LAYER', right: true },
    { title: 'SIZE', right: true },
    { title: 'SHARED WITH', right: true, spare: 1 },
    { title: 'INSTRUCTION', least: 24 },
  ]
  const { lines } = fitColumns(columns, rows, width)
  const head = `${nameImage(image)}, ${cleanText(image.platform)}, ${formatQuantity(image.bytes, 'bytes')}`
  return `${[head, ...lines].join('\n')}\n`
}

function describeLayer({ layer, bytes }: ImageStep): readonly string[] {
  switch (layer.kind) {
    case 'none':
      return ['–', '–', '–']
    case 'unknown':
      return ['?', formatQuantity(bytes, 'bytes'), '?']
    case 'layer':
      return [String(layer.index), formatQuantity(bytes, 'bytes'), String(layer.sharedWith.length)]
  }
}
