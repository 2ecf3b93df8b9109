import type { Contexts } from '../../../contract/contexts.ts'
import { cleanText } from '../../../model/cleanText.ts'
import { fitColumns } from '../../../report/fitColumns.ts'
import type { Command } from '../commandLine.ts'
import { interruptible } from '../interruption.ts'
import { withClient } from '../session.ts'
import { writeOut } from '../standardOutput.ts'
import { createCommandOfVerbs, type Verb } from '../verbs.ts'

const listVerb: Verb = {
  name: 'ls',
  summary: 'lists contexts, and says which daemon is asked now',
  operands: [],
  options: ['json'],
  run: (values, root) =>
    withClient(root, async (client) => {
      await print(await client.contexts.list({}), values.json === true)
      return 0
    }),
}

const useVerb: Verb = {
  name: 'use',
  summary: "asks this one's daemon from now on; 'default': as the docker program has it",
  operands: ['NAME'],
  options: ['json'],
  run: (values, root, [name = '']) =>
    withClient(root, async (client) => {
      await print(await client.contexts.use({ name: name === 'default' ? null : name }), values.json === true)
      return 0
    }),
}

const testVerb: Verb = {
  name: 'test',
  summary: "asks this one's daemon for its version, and changes nothing",
  operands: ['NAME'],
  options: ['json'],
  run: (values, root, [name = '']) =>
    withClient(root, (client) =>
      interruptible(async (signal) => {
        const { version, facts } = await client.contexts.test({ name }, { signal })
        const lines = Object.entries({ version, ...facts }).map(([fact, value]) => `${fact}: ${cleanText(value)}\n`)
        await writeOut(values.json ? `${JSON.stringify({ version, facts }, null, 2)}\n` : lines.join(''))
        return 0
      }),
    ),
}

export const contextCommand: Command = createCommandOfVerbs({
  name: 'context',
  summary: "Docker's contexts: lists them, chooses the daemon that Isoscope asks, tries one",
  options: { json: { type: 'boolean', help: 'print JSON' } },
  verbs: [listVerb, useVerb, testVerb],
  notes: `
They are made with 'docker context create'. A choice holds for Isoscope alone and goes before DOCKER_HOST. Through ssh it has
to work without a question, and the other machine needs the docker program.`,
})

async function print(answer: Contexts, asJson: boolean): Promise<void> {
  await writeOut(
    asJson ? `${JSON.stringify(answer, null, 2)}\n` : renderContexts(answer, process.stdout.columns || undefined),
  )
}

export function renderContexts({ contexts, chosen, used }: Contexts, width: number | undefined): string {
  const columns = [
    { title: '' },
    { title: 'NAME', least: 10 },
    { title: 'ADDRESS', least: 16 },
    { title: 'DESCRIPTION', spare: 1 },
  ]
  const rows = [
    { name: 'default', url: null, description: 'as the docker program has it', tls: false, isChosen: chosen === null },
    ...contexts.map((one) => ({ ...one, isChosen: one.name === chosen })),
  ].map(({ name, url, description, tls, isChosen }) => [
    isChosen ? '*' : '',
    cleanText(name),
    url === null ? '–' : `${cleanText(url)}${tls ? ' with TLS' : ''}`,
    cleanText(description),
  ])
  const asked = used === null ? 'nothing answers' : `${cleanText(used.url)} (${cleanText(used.source)})`
  return `${fitColumns(columns, rows, width).lines.join('\n')}\nAsked now: ${asked}\n`
}
