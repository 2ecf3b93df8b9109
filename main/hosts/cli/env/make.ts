import { readFile } from 'node:fs/promises'
import { basename, resolve } from 'node:path'
import type { EnvironmentFile, EnvironmentPlace } from '../../../contract/environment.ts'
import type { Instance } from '../../../contract/instance.ts'
import { instanceNamePattern, instanceNameRule } from '../../../contract/instanceName.ts'
import { findEnvironmentName, readFormat } from '../../../model/environmentFile.ts'
import { listOf, type OptionValues, UsageError } from '../commandLine.ts'
import { withLongWork } from '../longWork.ts'
import { nameInstance } from '../selectInstances.ts'
import type { Client } from '../session.ts'
import type { Verb } from '../verbs.ts'
import { tellChanges } from './packages.ts'
import { selectEnvironment } from './selectEnvironment.ts'
import { listTypedFolders } from './typedFolders.ts'

export const createVerb: Verb = {
  name: 'create',
  summary: 'makes one: with --python, --package and --channel as wanted',
  operands: ['NAME'],
  options: ['with', 'python', 'package', 'channel', 'prefix', 'json'],
  run: (values, root, [name = '']) => {
    const use: Use = async (client) => {
      const channels = listOf(values.channel)
      const { technology, maker } = await chooseMaker(client, values, channels.length > 0 ? 'conda' : 'venv')
      const python = typeof values.python === 'string' ? values.python : null
      const spec = { place: readPlace(name, values), maker, python, packages: listOf(values.package), channels }
      return tellMade('created', (await client.environments.create({ technology, spec })).instance, values)
    }
    return withLongWork(root, use, listTypedFolders(values))
  },
}

export const cloneVerb: Verb = {
  name: 'clone',
  summary: 'makes another one with the same packages (conda)',
  operands: ['ID', 'NAME'],
  options: ['prefix', 'json'],
  run: (values, root, [operand = '', name = '']) => {
    const use: Use = async (client, signal) => {
      const place = readPlace(name, values)
      const { id } = await selectEnvironment(client, operand, signal)
      return tellMade('created', (await client.environments.clone({ id, place })).instance, values)
    }
    return withLongWork(root, use, listTypedFolders(values))
  },
}

export const importVerb: Verb = {
  name: 'import',
  summary: 'makes one as an environment.yml, an explicit list or a requirements.txt says; with --into changes one',
  operands: ['FILE'],
  options: ['with', 'name', 'into', 'prefix', 'json'],
  run: async (values, root, [path = '']) => {
    refuseWithInto(values)
    const use: Use = async (client, signal) => {
      const file = await readEnvironmentFile(path)
      if (typeof values.into === 'string') {
        const { id } = await selectEnvironment(client, values.into, signal)
        const { changes } = await client.environments.change({ id, action: 'import', file })
        return tellChanges(changes, values)
      }
      const usual = file.format === 'requirements' ? 'venv' : 'conda'
      const { technology, maker } = await chooseMaker(client, values, usual)
      const place = readPlace(
        typeof values.name === 'string' ? values.name : (findEnvironmentName(file, basename(path)) ?? ''),
        values,
      )
      const { instance } = await client.environments.import({ technology, place, maker, file })
      return tellMade('created', instance, values)
    }
    return withLongWork(root, use, listTypedFolders(values))
  },
}

type Use = Parameters<typeof withLongWork>[1]

/** Exported for its test. Throws UsageError for what says how a new one is made where none is. */
export function refuseWithInto(values: OptionValues): void {
  if (values.into === undefined) return
  const strange = ['with', 'name', 'prefix'].find((option) => values[option] !== undefined)
  if (strange !== undefined) throw new UsageError(`with --into no environment is made: it takes no --${strange}.`)
}

/** `--prefix DIR` is the folder in which it gets its name. Throws UsageError. */
function readPlace(name: string, values: OptionValues): EnvironmentPlace {
  if (!instanceNamePattern.test(name)) throw new UsageError(instanceNameRule)
  return typeof values.prefix === 'string' ? { prefix: resolve(values.prefix, name) } : { name }
}

/** Which program makes it, and whose it is then. Throws UsageError for one that is not here. */
async function chooseMaker(
  client: Client,
  values: OptionValues,
  usual: 'venv' | 'conda',
): Promise<{ readonly technology: Instance['technology']; readonly maker: string | null }> {
  const wanted = values.with
  if (typeof wanted !== 'string') return { technology: usual, maker: null }
  const { makers } = await client.environments.makers({})
  const found = makers.find(({ id }) => id === wanted)
  if (found) return { technology: found.technology, maker: found.id }
  const known = makers.map(({ id }) => id).join(', ') || 'none'
  throw new UsageError(`there is no '${wanted}' here to make it with; there is: ${known}.`)
}

async function readEnvironmentFile(path: string): Promise<EnvironmentFile> {
  const text = await readFile(path, 'utf8').catch((error: Error) => {
    throw new UsageError(`cannot read ${path}: ${error.message}`)
  })
  return { format: readFormat(basename(path), text), text }
}

function tellMade(done: string, instance: Instance, values: OptionValues): number {
  const text = values.json ? JSON.stringify(instance, null, 2) : `${done} ${nameInstance(instance)}`
  process.stdout.write(`${text}\n`)
  return 0
}
