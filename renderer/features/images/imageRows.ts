import type { Image } from '../../../main/contract/live.ts'

export type ImageColumn = 'name' | 'created' | 'unique' | 'shared' | 'containers' | 'owner'

export interface ImageSorting {
  readonly by: ImageColumn
  readonly isDescending: boolean
}

interface NameParts {
  readonly repository: string
  /** Null for an image known by its digest alone. */
  readonly tag: string | null
}

/** `reg:5000/a/b:1` is repository and tag: a colon before the last slash is that of a port. */
export function splitName(name: string): NameParts {
  const [repository = ''] = name.split('@')
  if (repository !== name) return { repository, tag: null }
  const end = name.indexOf(':', name.lastIndexOf('/') + 1)
  return end === -1 ? { repository: name, tag: null } : { repository: name.slice(0, end), tag: name.slice(end + 1) }
}

/** Those that have every word of the search somewhere in their names, id or owner. */
export function searchImages(images: readonly Image[], search: string): readonly Image[] {
  const words = search.toLowerCase().split(/\s+/).filter(Boolean)
  if (words.length === 0) return images
  return images.filter(({ names, id, owner }) => {
    const text = [...names, id, owner === 'isoscope' ? owner : 'yours', names.length === 0 ? 'no name' : '']
      .join('\n')
      .toLowerCase()
    return words.every((word) => text.includes(word))
  })
}

/** What is not known is last, whichever way it is sorted. Equals are in the order of their names, those without one last. */
export function sortImages(images: readonly Image[], { by, isDescending }: ImageSorting): readonly Image[] {
  const way = isDescending ? -1 : 1
  return [...images].sort((a, b) => {
    const [first, second] = [keys[by](a), keys[by](b)]
    if (first !== second) {
      if (first === null || second === null) return first === null ? 1 : -1
      return first < second ? -way : way
    }
    const [name, other] = [nameKey(a), nameKey(b)]
    return name < other ? -1 : name > other ? 1 : 0
  })
}

const keys: Readonly<Record<ImageColumn, (image: Image) => string | number | null>> = {
  name: ({ names }) => names[0]?.toLowerCase() ?? null,
  created: ({ createdAt }) => createdAt,
  unique: ({ size }) => size?.unique ?? null,
  shared: ({ size }) => size?.shared ?? null,
  containers: ({ containers }) => containers,
  owner: ({ owner }) => owner,
}

function nameKey({ names, id }: Image): string {
  return `${names.length === 0 ? 1 : 0} ${names[0]?.toLowerCase() ?? ''} ${id}`
}

/** A column that is clicked sorts; clicked again the other way round. Figures and times begin with the largest. */
export function turnSorting(before: ImageSorting, by: ImageColumn): ImageSorting {
  if (before.by === by) return { by, isDescending: !before.isDescending }
  return { by, isDescending: by !== 'name' && by !== 'owner' }
}
