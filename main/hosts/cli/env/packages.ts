import { writeFile } from 'node:fs/promises'
import { exportFormats, type PackageChanges } from '../../../contract/environment.ts'
import { cleanText } from '../../../model/cleanText.ts'
import { fitColumns } from '../../../report/fitColumns.ts'
import { listOf, type OptionValues, readChoice } from '../commandLine.ts'
import { withLongWork } from '../longWork.ts'
import { writeOut } from '../standardOutput.ts'
import type { Verb } from '../verbs.ts'
import { selectEnvironment } from './selectEnvironment.ts'
import { listTypedFolders } from './typedFolders.ts'

export const packagesVerb: Verb = {
  name: 'packages',
  summary: 'lists what is installed in one',
  operands: ['ID'],
  options: ['json'],
  run: (values, root, [operand = '']) =>
    withLongWork(root, async (client, signal) => {
      const { id } = await selectEnvironment(client, operand, signal)
      const { packages } = await client.environments.packages({ id }, { signal })
      const columns = [
        { title: 'PACKAGE', least: 12 },
        { title: 'VERSION' },
        { title: 'BUILD', spare: 1 },
        { title: 'CHANNEL', spare: 2 },
      ]
      const rows = packages.map(({ name, version, build, channel }) =>
        [name, version, build ?? '–', channel ?? '–'].map((text) => cleanText(text)),
      )
      if (values.json) process.stdout.write(`${JSON.stringify({ packages }, null, 2)}\n`)
      else if (packages.length === 0) process.stderr.write('Nothing is installed in it.\n')
      else {
        const { lines } = fitColumns(columns, rows, process.stdout.columns || undefined)
        process.stdout.write(lines.map((line) => `${line}\n`).join(''))
      }
      return 0
    }),
}

export const installVerb: Verb = {
  name: 'install',
  summary: 'installs packages into one',
  operands: ['ID', 'PACKAGE…'],
  options: ['channel', 'json'],
  run: (values, root, [operand = '', ...packages]) => {
    const use: Parameters<typeof withLongWork>[1] = async (client, signal) => {
      const { id } = await selectEnvironment(client, operand, signal)
      const request = { id, action: 'install' as const, packages, channels: listOf(values.channel) }
      return tellChanges((await client.environments.change(request)).changes, values)
    }
    return withLongWork(root, use, listTypedFolders(values))
  },
}

export const updateVerb: Verb = {
  name: 'update',
  summary: 'updates the packages of one: those of --package, or all',
  operands: ['ID'],
  options: ['package', 'channel', 'json'],
  run: (values, root, [operand = '']) => {
    const use: Parameters<typeof withLongWork>[1] = async (client, signal) => {
      const { id } = await selectEnvironment(client, operand, signal)
      const [packages, channels] = [listOf(values.package), listOf(values.channel)]
      const { changes } = await client.environments.change({ id, action: 'update', packages, channels })
      return tellChanges(changes, values)
    }
    return withLongWork(root, use, listTypedFolders(values))
  },
}

export const uninstallVerb: Verb = {
  name: 'uninstall',
  summary: 'removes packages from one',
  operands: ['ID', 'PACKAGE…'],
  options: ['json'],
  run: (values, root, [operand = '', ...packages]) =>
    withLongWork(root, async (client, signal) => {
      const { id } = await selectEnvironment(client, operand, signal)
      const { changes } = await client.environments.change({ id, action: 'uninstall', packages })
      return tellChanges(changes, values)
    }),
}

export const exportVerb: Verb = {
  name: 'export',
  summary: 'writes what is in one as the text of a file',
  operands: ['ID'],
  options: ['format', 'output'],
  run: (values, root, [operand = '']) =>
    withLongWork(root, async (client, signal) => {
      const format = values.format === undefined ? null : readChoice(values, 'format', exportFormats, 'yml')
      const { id } = await selectEnvironment(client, operand, signal)
      const { text } = await client.environments.export({ id, format }, { signal })
      if (typeof values.output === 'string') await writeFile(values.output, text)
      else process.stdout.write(text)
      return 0
    }),
}

export const runVerb: Verb = {
  name: 'run',
  summary: 'runs a command in one; its exit code is that of the command',
  operands: ['ID'],
  options: [],
  takesProgram: true,
  run: (_values, root, [operand = ''], program) =>
    withLongWork(root, async (client, signal) => {
      const { id } = await selectEnvironment(client, operand, signal)
      for await (const piece of await client.environments.stream({ id, argv: [...program] }, { signal })) {
        if (piece.kind === 'ended') return piece.exitCode
        if (!(await writeOut(piece.text, piece.stream === 'stdout' ? process.stdout : process.stderr))) break
      }
      // Nobody reads any more: the command is ended, as the system ends one that writes into a closed pipe.
      return endedByPipe
    }),
}

/** 128 + SIGPIPE. */
const endedByPipe = 141

/** `+ hello 1.1`, `- hello 1.0`: what came and what went. */
export function tellChanges(changes: PackageChanges, values: OptionValues): number {
  const lines = [
    ...changes.removed.map(({ name, version }) => `- ${cleanText(name)} ${cleanText(version)}`),
    ...changes.installed.map(({ name, version }) => `+ ${cleanText(name)} ${cleanText(version)}`),
  ]
  if (values.json) process.stdout.write(`${JSON.stringify(changes, null, 2)}\n`)
  else if (lines.length === 0) process.stderr.write('Nothing had to be changed.\n')
  else process.stdout.write(`${lines.join('\n')}\n`)
  return 0
}
