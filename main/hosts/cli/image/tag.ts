import { imageNamePattern, imageNameRule, maxImageNameLength } from '../../../contract/imageName.ts'
import { UsageError } from '../commandLine.ts'
import { withLongWork } from '../longWork.ts'
import { writeOut } from '../standardOutput.ts'
import type { Verb } from '../verbs.ts'
import { nameImage, selectImage } from './selectImage.ts'

export const tagVerb: Verb = {
  name: 'tag',
  summary: 'gives an image one more name; --move takes it from the image that has it',
  operands: ['IMAGE', 'NAME'],
  options: ['move', 'json'],
  run: (values, root, [operand = '', name = '']) => {
    checkImageName(name)
    return withLongWork(root, async (client, signal) => {
      const image = await selectImage(client, operand, signal)
      await client.images.tag({ id: image.id, name, move: values.move === true })
      await writeOut(values.json ? `${JSON.stringify({ id: image.id, name }, null, 2)}\n` : `tagged ${name}\n`)
      return 0
    })
  },
}

export const untagVerb: Verb = {
  name: 'untag',
  summary: 'takes a name from an image that has another one',
  operands: ['NAME'],
  options: ['json'],
  run: (values, root, [name = '']) =>
    withLongWork(root, async (client, signal) => {
      const image = await selectImage(client, name, signal)
      if (![name, `${name}:latest`].some((one) => image.names.includes(one)))
        throw new UsageError(`${nameImage(image)} has no name '${name}'.`)
      await client.images.untag({ id: image.id, name })
      await writeOut(values.json ? `${JSON.stringify({ id: image.id, name }, null, 2)}\n` : `untagged ${name}\n`)
      return 0
    }),
}

/** Throws UsageError. */
export function checkImageName(name: string): string {
  if (imageNamePattern.test(name) && name.length <= maxImageNameLength) return name
  throw new UsageError(`'${name}' is no name for an image. ${imageNameRule}`)
}
