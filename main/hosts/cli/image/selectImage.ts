import type { Image } from '../../../contract/live.ts'
import { cleanText } from '../../../model/cleanText.ts'
import { UsageError } from '../commandLine.ts'
import { explainErrorData } from '../explainError.ts'
import type { Client } from '../session.ts'

/** The one that a name, an id or the beginning of one means. Throws UsageError where that is none or several. */
export async function selectImage(client: Client, operand: string, signal: AbortSignal): Promise<Image> {
  const { images, failures } = await client.images.list({}, { signal })
  const [image, ...further] = findImages(images, operand)
  if (image && further.length === 0) return image
  // It may well be of an engine that did not answer.
  if (!image && failures.length > 0) {
    const reasons = failures.map(({ technology, error }) => `${technology}: ${explainErrorData(error)}`)
    throw new Error([`there is no image '${cleanText(operand)}'.`, ...reasons].join('\nisoscope: '))
  }
  if (!image)
    throw new UsageError(`there is no image '${cleanText(operand)}'. 'isoscope image ls' shows what there is.`)
  throw new UsageError(
    `'${cleanText(operand)}' may be ${[image, ...further].map(nameImage).join(', ')}. Give more of the id.`,
  )
}

/** Pure. A name counts as Docker has it: without a tag it is `latest`. A name goes before the beginning of an id. */
export function findImages(images: readonly Image[], operand: string): readonly Image[] {
  const wanted = new Set([operand, `${operand}:latest`])
  const named = images.filter(({ names, id }) => id === operand || names.some((name) => wanted.has(name)))
  if (named.length > 0) return named
  const digits = /^(?:docker:)?(?:sha256:)?([0-9a-f]{3,64})$/.exec(operand)?.[1]
  return digits === undefined ? [] : images.filter(({ id }) => id.includes(`:${digits}`))
}

/** `web:1.0 (0123456789ab)` */
export function nameImage({ names, id }: Pick<Image, 'names' | 'id'>): string {
  return `${cleanText(names[0] ?? 'without a name')} (${shortenImageId(id)})`
}

/** The first twelve digits of the digest, as engines show it. */
export function shortenImageId(id: string): string {
  return /([0-9a-f]{12})[0-9a-f]{52}$/.exec(id)?.[1] ?? cleanText(id)
}
