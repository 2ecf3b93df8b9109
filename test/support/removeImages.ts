import { docker } from './probeContainers.ts'

/** All that have a name with these words in it, and those with a label of this name that have lost theirs. */
export function removeImages(words: string): void {
  removeImageNames(...listNames().filter((name) => name.includes(words) && !name.endsWith(':<none>')))
  const ids = docker('images', '--quiet', '--filter', 'dangling=true', '--filter', `label=${words}`).split('\n')
  const left = ids.filter(Boolean)
  if (left.length > 0) docker('rmi', '--force', ...new Set(left))
}

/** Those of these names that are there. Containers of an image keep its layers, not its name. */
export function removeImageNames(...names: readonly string[]): void {
  const there = listNames().filter((name) => names.includes(name))
  if (there.length > 0) docker('rmi', '--force', ...there)
}

/** `words`: in the name of the image that each was made from. */
export function removeContainersOf(words: string): void {
  const ids = docker('ps', '--all', '--format', '{{.ID}} {{.Image}}')
    .split('\n')
    .flatMap((line) => (line.includes(words) ? [line.split(' ')[0] ?? ''] : []))
  if (ids.length > 0) docker('rm', '--force', ...ids)
}

function listNames(): readonly string[] {
  return docker('images', '--format', '{{.Repository}}:{{.Tag}}').split('\n')
}
