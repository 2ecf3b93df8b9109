import type { Build } from '../../../main/contract/build.ts'
import type { ChangeCounts } from '../../../main/contract/image.ts'
import type { EngineRows, Image, ListedInstance } from '../../../main/contract/live.ts'
import type { Problem } from '../../store/problem.ts'
import { type UsableNames, writeName } from './exerciseNames.ts'

/** What is asked for and may not be answered yet. */
export type Reading<T> =
  | { readonly state: 'asking' }
  | { readonly state: 'there'; readonly value: T }
  | { readonly state: 'failed'; readonly problem: Problem }

/** Where an image is known in the registry of its name. */
export interface PushedImage {
  /** What the registry has under the name now; null where it has nothing. */
  readonly digest: string | null
  /** Whether that is the image which is here. */
  readonly isSame: boolean
}

/** What the engine and the registry tell; every step's state comes from here. */
export interface ExerciseFacts {
  readonly names: UsableNames
  readonly engine: EngineRows['state']
  /** Whether this door runs commands of the user's. */
  readonly allowsCommands: boolean
  readonly begin: Image | null
  /** The newest that was made from it. */
  readonly container: ListedInstance | null
  readonly changes: Reading<ChangeCounts>
  readonly modified: Image | null
  readonly modifiedPushed: Reading<PushedImage>
  readonly built: Image | null
  /** Those of this name that are kept, the newest first. */
  readonly builds: Reading<readonly Build[]>
  readonly builtPushed: Reading<PushedImage>
}

/** Pure. */
export function findImage(images: readonly Image[] | null, name: string | null): Image | null {
  return images?.find(({ names }) => name !== null && names.includes(name)) ?? null
}

/** Pure. The newest container of an image. */
export function findContainer(
  instances: readonly ListedInstance[],
  imageOf: (id: string) => string | undefined,
  image: Image | null,
): ListedInstance | null {
  const made = (one: ListedInstance) => Date.parse(one.createdAt ?? '') || 0
  return instances
    .filter(({ technology, id, stale }) => technology === 'docker' && !stale && image && imageOf(id) === image.id)
    .reduce<ListedInstance | null>((newest, one) => (newest && made(newest) >= made(one) ? newest : one), null)
}

/** Pure. Those that were carried out to their end. */
export function findBuilds(builds: readonly Build[], name: string | null): readonly Build[] {
  if (name === null) return []
  return builds.filter(({ state, tags }) => state === 'done' && tags.some((tag) => writeName(tag) === name))
}
