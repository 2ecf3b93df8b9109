import type { ImageFate, ImageRemoval } from '../../../contract/imageStore.ts'
import { cleanText } from '../../../model/cleanText.ts'
import { formatQuantity } from '../../../model/format.ts'
import { askUser, canAsk } from '../askUser.ts'
import { type OptionValues, UsageError } from '../commandLine.ts'
import { isYes } from '../removalPrompt.ts'
import { nameImage } from './selectImage.ts'

/** What goes and how much space returns, in lines for a terminal. */
export function describeImageRemoval({ images, layers, bytes }: ImageRemoval): string {
  const lines = images.map((image) => `  ${nameAll(image)} · ${describeFate(image.fate)}\n`)
  const space = bytes === null ? 'how much space returns is not known' : `${formatBytes(bytes)} return`
  return `${lines.join('')}${layers} ${layers === 1 ? 'layer goes' : 'layers go'}; ${space}.\n`
}

export function nameAll({ id, names }: { readonly id: string; readonly names: readonly string[] }): string {
  const others = names.slice(1).map(cleanText)
  return `${nameImage({ id, names: [...names] })}${others.length > 0 ? `, also ${others.join(', ')}` : ''}`
}

function describeFate(fate: ImageFate): string {
  switch (fate.kind) {
    case 'goes':
      return fate.bytes === null ? 'goes' : `goes: ${formatBytes(fate.bytes)}`
    case 'inUse':
      return `stays: used by ${fate.containers.map(({ name }) => cleanText(name)).join(', ')}`
    case 'unnamed':
      return `loses its names and stays below ${fate.children.length} built on it`
    case 'missing':
      return 'is not there'
  }
}

/** Throws UsageError where the question cannot be asked and --yes was not given. */
export function requireYes(values: OptionValues): void {
  if (values.yes !== true && !canAsk())
    throw new UsageError('there is no terminal to ask on: give --yes to remove without a question.')
}

/** Whether the user wants it, who has seen what goes. */
export async function confirmRemoval(plan: ImageRemoval, values: OptionValues, signal: AbortSignal): Promise<boolean> {
  if (values.yes === true) return true
  return isYes(await askUser(`${describeImageRemoval(plan)}Remove? [y/N] `, signal))
}

export function formatBytes(bytes: number): string {
  return formatQuantity(Math.round(bytes), 'bytes')
}
