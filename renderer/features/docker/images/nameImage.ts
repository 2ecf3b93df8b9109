import type { Image } from '../../../../main/contract/live.ts'

/** What it is called, or the first digits of what it is. */
export function nameImage({ names, id }: Pick<Image, 'names' | 'id'>): string {
  return names[0] ?? `image ${shortenImageId(id)}`
}

export function shortenImageId(id: string): string {
  return /([0-9a-f]{12})[0-9a-f]{52}$/.exec(id)?.[1] ?? id
}
