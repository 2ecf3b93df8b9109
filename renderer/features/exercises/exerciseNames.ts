import { create } from 'zustand'
import { createJSONStorage, persist } from 'zustand/middleware'
import { imageNameRule } from '../../../main/contract/imageName.ts'
import { parseReference, writeReference } from '../../../main/model/images/imageReference.ts'
import { findNameFault } from '../docker/imageNameDraft.ts'

/** As they are typed. */
export interface ExerciseNames {
  /** What the first exercise begins with. */
  readonly begin: string
  /** What the modified image is pushed as. */
  readonly modified: string
  /** What the built image is pushed as. */
  readonly built: string
}

/** Kept until the window is closed: an exercise outlives a reload. */
export const useExerciseNames = create<ExerciseNames>()(
  persist(() => ({ begin: 'pavlosprotopapas/ac295_12:latest', modified: '', built: '' }), {
    name: 'isoscope-exercises',
    storage: createJSONStorage(() => sessionStorage),
  }),
)

/** Each as an engine lists it; null where it cannot be used. */
export type UsableNames = { readonly [Name in keyof ExerciseNames]: string | null }

/** Pure. */
export function findUsableNames(names: ExerciseNames): UsableNames {
  const faults = findNameFaults(names)
  const use = (name: keyof ExerciseNames) => (faults[name] === undefined ? writeName(names[name]) : null)
  return { begin: use('begin'), modified: use('modified'), built: use('built') }
}

/** Pure. What is wrong, in words for people; nothing of a name that can be used. */
export function findNameFaults(names: ExerciseNames): Readonly<Partial<Record<keyof ExerciseNames, string>>> {
  const found = {
    begin: findFault(names.begin),
    modified: findPushFault(names.modified),
    built: findPushFault(names.built),
  }
  const isSame = (one: keyof ExerciseNames, other: keyof ExerciseNames) =>
    found[one] === null && found[other] === null && writeName(names[one]) === writeName(names[other])
  if (isSame('modified', 'begin')) found.modified = 'Another name: the image it begins with keeps its own.'
  if (isSame('built', 'modified')) found.built = 'Another name: the modified image has this one.'
  else if (isSame('built', 'begin')) found.built = 'Another name: the image that exercise 1 begins with has this one.'
  return Object.fromEntries(Object.entries(found).filter(([, fault]) => fault !== null))
}

/** With its tag: `debian` is `debian:latest`. Null for what is no name of an image. */
export function writeName(name: string): string | null {
  try {
    return writeReference(parseReference(name.trim()))
  } catch {
    return null
  }
}

function findFault(name: string): string | null {
  return findNameFault(name.trim()) ?? (writeName(name) === null ? imageNameRule : null)
}

/** Docker Hub has no place for names without a user. */
function findPushFault(name: string): string | null {
  const fault = findFault(name)
  if (fault !== null || name.includes('/')) return fault
  return 'Where it goes comes first: a user’s name on Docker Hub, or the address of a registry, then a slash.'
}
