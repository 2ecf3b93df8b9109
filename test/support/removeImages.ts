import { docker } from './probeContainers.ts'

/** All names of those that have one with these words in it, also those that a pull of another has left without a tag. */
export function removeImages(words: string): void {
  const ids = listImages()
    .filter(({ name }) => name.includes(words))
    .map(({ id }) => id)
  if (ids.length > 0) docker('rmi', '--force', ...new Set(ids))
}

/** Those of these names that are there. Containers of an image keep its layers, not its name. */
export function removeImageNames(...names: readonly string[]): void {
  const there = listImages().filter(({ name }) => names.includes(name))
  if (there.length > 0) docker('rmi', '--force', ...there.map(({ name }) => name))
}

/** `words`: in the name of the image that each was made from. */
export function removeContainersOf(words: string): void {
  const ids = docker('ps', '--all', '--format', '{{.ID}} {{.Image}}')
    .split('\n')
    .flatMap((line) => (line.includes(words) ? [line.split(' ')[0] ?? ''] : []))
  if (ids.length > 0) docker('rm', '--force', ...ids)
}

function listImages() {
  return docker('images', '--no-trunc', '--format', '{{.ID}} {{.Repository}}:{{.Tag}}')
    .split('\n')
    .map((line) => line.split(' '))
    .map(([id = '', name = '']) => ({ id, name }))
}
