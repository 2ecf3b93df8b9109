import { resolve } from 'node:path'
import { cleanText } from '../../../model/cleanText.ts'
import { withLongWork } from '../longWork.ts'
import { writeOut } from '../standardOutput.ts'
import { listFileFolders } from '../typedFile.ts'
import type { Verb } from '../verbs.ts'
import { formatBytes, nameAll } from './describeRemoval.ts'
import { selectImage } from './selectImage.ts'

export const saveVerb: Verb = {
  name: 'save',
  summary: "writes images to a tar file that 'docker load' reads too; --replace takes the place of a file",
  operands: ['FILE', 'IMAGE…'],
  options: ['replace', 'json'],
  run: (values, root, [file = '', ...operands]) => {
    const path = resolve(file)
    const use: Parameters<typeof withLongWork>[1] = async (client, signal) => {
      const images: { id: string; names?: string[] }[] = []
      for (const operand of operands) {
        const { id, names } = await selectImage(client, operand, signal)
        // Called by a name, it goes with that name only.
        const name = names.find((one) => one === operand || one === `${operand}:latest`)
        images.push({ id, ...(name !== undefined && !name.includes('@') && { names: [name] }) })
      }
      const { bytes } = await client.images.save({ images, path, replace: values.replace === true })
      const json = `${JSON.stringify({ path, bytes }, null, 2)}\n`
      await writeOut(values.json ? json : `saved ${cleanText(path)}: ${formatBytes(bytes)}\n`)
      return 0
    }
    return withLongWork(root, use, listFileFolders(path))
  },
}

export const loadVerb: Verb = {
  name: 'load',
  summary: 'takes the images of a tar file, such as one of docker save',
  operands: ['FILE'],
  options: ['json'],
  run: (values, root, [file = '']) => {
    const path = resolve(file)
    const use: Parameters<typeof withLongWork>[1] = async (client) => {
      const { images } = await client.images.load({ technology: 'docker', path })
      if (values.json) await writeOut(`${JSON.stringify({ images }, null, 2)}\n`)
      else for (const image of images) process.stdout.write(`loaded ${nameAll(image)}\n`)
      return 0
    }
    return withLongWork(root, use, listFileFolders(path))
  },
}
