import { formatQuantity } from '../../../model/format.ts'
import { askUser, canAsk } from '../askUser.ts'
import { listOf, UsageError } from '../commandLine.ts'
import { withLongWork } from '../longWork.ts'
import { isYes } from '../removalPrompt.ts'
import { writeOut } from '../standardOutput.ts'
import type { Verb } from '../verbs.ts'
import { toVolumeId } from './list.ts'

export const createVerb: Verb = {
  name: 'create',
  summary: 'makes an empty one',
  operands: ['NAME'],
  options: ['driver', 'label', 'json'],
  run: (values, root, [name = '']) =>
    withLongWork(root, async (client, signal) => {
      const labels = readLabels(listOf(values.label))
      const driver = typeof values.driver === 'string' ? { driver: values.driver } : {}
      const volume = await client.volumes.create({ technology: 'docker', name, labels, ...driver }, { signal })
      await writeOut(values.json ? `${JSON.stringify(volume, null, 2)}\n` : `created ${volume.name}\n`)
      return 0
    }),
}

export const removeVerb: Verb = {
  name: 'rm',
  summary: 'removes it with what is in it, for good; asks first',
  operands: ['NAME'],
  options: ['yes', 'json'],
  run: async (values, root, [name = '']) => {
    const sure = values.yes === true
    if (!sure && !canAsk()) throw new UsageError('there is no terminal to ask on: give --yes to remove without asking.')
    return withLongWork(root, async (client, signal) => {
      const volume = await client.volumes.inspect({ id: toVolumeId(name) }, { signal })
      const size = volume.bytes === null ? 'of unknown size' : `of ${formatQuantity(volume.bytes, 'bytes')}`
      const question = `This removes the volume ${volume.name} ${size} with all that is in it, for good. Remove? [y/N] `
      if (!sure && !isYes(await askUser(question, signal))) {
        process.stderr.write('Nothing was removed.\n')
        return 1
      }
      const { freedBytes } = await client.volumes.remove({ id: volume.id })
      const freed = freedBytes === null ? '' : `: ${formatQuantity(freedBytes, 'bytes')} returned`
      await writeOut(values.json ? `${JSON.stringify({ freedBytes }, null, 2)}\n` : `removed ${volume.name}${freed}\n`)
      return 0
    })
  },
}

/** `NAME=VALUE`, or `NAME` with an empty value. Throws UsageError. */
export function readLabels(texts: readonly string[]): Record<string, string> {
  return Object.fromEntries(
    texts.map((text) => {
      const [name = '', ...rest] = text.split('=')
      if (name === '') throw new UsageError(`--label takes NAME=VALUE, not '${text}'.`)
      return [name, rest.join('=')]
    }),
  )
}
