import type { Manifest, Registry } from '../../../contract/registry.ts'
import { cleanText } from '../../../model/cleanText.ts'
import { formatQuantity } from '../../../model/format.ts'
import { parseReference } from '../../../model/images/imageReference.ts'
import { fitColumns } from '../../../report/fitColumns.ts'
import { interruptible } from '../interruption.ts'
import { withClient } from '../session.ts'
import { writeOut } from '../standardOutput.ts'
import type { Verb } from '../verbs.ts'
import { withLogin } from './readLogin.ts'

export const listVerb: Verb = {
  name: 'ls',
  summary: 'lists the registries everybody knows and those somebody is logged in to',
  operands: [],
  options: ['json'],
  run: (values, root) =>
    withClient(root, async (client) => {
      const answer = await client.registries.list({})
      const width = process.stdout.columns || undefined
      await writeOut(values.json ? `${JSON.stringify(answer, null, 2)}\n` : renderRegistries(answer.registries, width))
      return 0
    }),
}

export const tagsVerb: Verb = {
  name: 'tags',
  summary: 'lists the tags of a repository',
  operands: ['REPOSITORY'],
  options: ['username', 'password-stdin', 'json'],
  run: (values, root, [repository = '']) =>
    withClient(root, (client) =>
      interruptible(async (signal) => {
        const answer = await withLogin(values, parseReference(repository).registry, signal, (login) =>
          client.registries.tags({ repository, ...(login && { login }) }, { signal }),
        )
        if (values.json) await writeOut(`${JSON.stringify(answer, null, 2)}\n`)
        else await writeOut(answer.tags.map((tag) => `${cleanText(tag)}\n`).join(''))
        if (answer.truncated) process.stderr.write(`There are more than these ${answer.tags.length}.\n`)
        return 0
      }),
    ),
}

export const manifestVerb: Verb = {
  name: 'manifest',
  summary: 'shows platforms, layers and sizes of an image in its registry',
  operands: ['REFERENCE'],
  options: ['username', 'password-stdin', 'json'],
  run: (values, root, [reference = '']) =>
    withClient(root, (client) =>
      interruptible(async (signal) => {
        const manifest = await withLogin(values, parseReference(reference).registry, signal, (login) =>
          client.registries.manifest({ reference, ...(login && { login }) }, { signal }),
        )
        await writeOut(values.json ? `${JSON.stringify(manifest, null, 2)}\n` : renderManifest(manifest))
        return 0
      }),
    ),
}

const placeWords = {
  memory: 'in memory',
  keychain: 'keychain',
  helper: 'Docker’s helper',
  file: 'Docker’s config.json',
}

export function renderRegistries(registries: readonly Registry[], width: number | undefined): string {
  const columns = [
    { title: 'REGISTRY', least: 12 },
    { title: 'NAME', spare: 1 },
    { title: 'USER' },
    { title: 'KEPT', spare: 2 },
  ]
  const rows = registries.map(({ address, title, login }) => [
    cleanText(address),
    cleanText(title),
    login === null ? '–' : cleanText(login.username),
    login === null ? '–' : placeWords[login.place],
  ])
  return fitColumns(columns, rows, width)
    .lines.map((line) => `${line}\n`)
    .join('')
}

/** Sizes are those of the download. */
export function renderManifest({ reference, digest, platforms }: Manifest): string {
  const lines = platforms.flatMap(({ platform, digest: own, layers, bytes }) => [
    `${cleanText(platform ?? 'platform not told')}  ${formatQuantity(bytes, 'bytes')} to download, ${layers.length} ${layers.length === 1 ? 'layer' : 'layers'}, ${own}`,
    ...layers.map((layer) => `  ${layer.digest}  ${formatQuantity(layer.bytes, 'bytes')}`),
  ])
  return `${[`${cleanText(reference)}  ${digest}`, ...lines].join('\n')}\n`
}
