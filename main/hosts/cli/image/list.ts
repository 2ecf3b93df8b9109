import type { Image } from '../../../contract/live.ts'
import { cleanText } from '../../../model/cleanText.ts'
import { formatQuantity } from '../../../model/format.ts'
import { fitColumns } from '../../../report/fitColumns.ts'
import type { Command } from '../commandLine.ts'
import { tellFailures, tellNone } from '../engineFailures.ts'
import { withClient } from '../session.ts'
import { writeOut } from '../standardOutput.ts'
import type { Verb } from '../verbs.ts'
import { shortenImageId } from './selectImage.ts'

export const listVerb: Verb = {
  name: 'ls',
  summary: 'lists images, what each returns when it is removed, and what it shares with others',
  operands: [],
  options: ['json'],
  run: (values, root) =>
    withClient(root, async (client) => {
      const { images, failures } = await client.images.list({})
      const exitCode = tellFailures(failures)
      if (values.json) await writeOut(`${JSON.stringify({ images, failures }, null, 2)}\n`)
      else if (images.length === 0) tellNone('There are no images.', failures)
      else await writeOut(renderImages(images, process.stdout.columns || undefined))
      return exitCode
    }),
}

export const imagesCommand: Command = {
  name: 'images',
  summary: "Lists images, as 'image ls' does",
  options: { json: { type: 'boolean', help: 'print JSON' } },
  run: (values, root) => listVerb.run(values, root, [], []),
}

export function renderImages(images: readonly Image[], width: number | undefined): string {
  const columns = [
    { title: 'TECHNOLOGY', spare: 2 },
    { title: 'NAMES', least: 16 },
    { title: 'OWNER' },
    { title: 'UNIQUE', right: true },
    { title: 'SHARED', right: true },
    { title: 'CONTAINERS', right: true, spare: 3 },
    { title: 'CREATED', spare: 1 },
    { title: 'ID', spare: 4 },
  ]
  const rows = images.map(({ technology, names, owner, size, containers, createdAt, id }) => [
    technology,
    names.length === 0 ? '–' : cleanText(names.join(', ')),
    owner === 'isoscope' ? 'ours' : 'yours',
    size === null ? '–' : formatQuantity(Math.round(size.unique), 'bytes'),
    size === null ? '–' : formatQuantity(Math.round(size.shared), 'bytes'),
    String(containers),
    createdAt?.slice(0, 10) ?? '–',
    shortenImageId(id),
  ])
  return fitColumns(columns, rows, width)
    .lines.map((line) => `${line}\n`)
    .join('')
}
