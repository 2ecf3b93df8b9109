import { Text } from '@mantine/core'
import type { ImageFate, ImageRemoval } from '../../../../main/contract/imageStore.ts'
import { formatQuantity } from '../../../../main/model/format.ts'
import classes from '../docker.module.css'
import { nameImage } from './nameImage.ts'

/** What a removal does: each image with what becomes of it, and what returns in all. */
export function RemovalList({ plan }: { readonly plan: ImageRemoval }) {
  return (
    <>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls, and has to by keyboard */}
      <ul className={classes.list} aria-label="What is meant" tabIndex={0}>
        {plan.images.map((image) => (
          <li key={image.id}>
            <span className={classes.name}>{nameImage(image)}</span>
            <span className={classes.figure}>
              {image.fate.kind === 'goes' && image.fate.bytes !== null && formatQuantity(image.fate.bytes, 'bytes')}
            </span>
            <span className={classes.note}>
              {[...image.names.slice(1).map((name) => `also ${name}`), describeFate(image.fate)].join(' · ')}
            </span>
          </li>
        ))}
      </ul>
      <Text size="sm" mt={8} role="status">
        {describeReturn(plan)}
      </Text>
    </>
  )
}

export function describeFate(fate: ImageFate): string {
  switch (fate.kind) {
    case 'goes':
      if (fate.layers === 0) return 'goes; other images have all its layers'
      return `goes, with ${fate.layers} ${fate.layers === 1 ? 'layer' : 'layers'} that nothing else has`
    case 'inUse':
      return `stays: used by ${fate.containers.map(({ name }) => name).join(', ')}`
    case 'unnamed':
      return `only its names go: it stays below ${fate.children.length} built on it`
    case 'missing':
      return 'is not there any more'
  }
}

export function describeReturn({ images, layers, bytes }: ImageRemoval): string {
  const going = images.filter(({ fate }) => fate.kind === 'goes').length
  if (going === 0) return 'No image goes, and nothing returns.'
  const what = `${layers} ${layers === 1 ? 'layer goes' : 'layers go'}`
  return bytes === null
    ? `${what}; how much space returns is not known.`
    : `${what}: ${formatQuantity(bytes, 'bytes')} of disk return.`
}
