import { useCallback, useMemo } from 'react'
import type { Image, ListedInstance } from '../../../main/contract/live.ts'
import { client } from '../../client.ts'
import { useCapability } from '../../store/app.ts'
import { useContainerFacts, useContainerFactsRead } from '../../store/containerFacts.ts'
import { useImages } from '../../store/images.ts'
import { useLive } from '../../store/live.ts'
import { hasCode } from '../../store/problem.ts'
import { useAnswer } from '../../store/useAnswer.ts'
import { type ExerciseFacts, findBuilds, findContainer, findImage, type PushedImage } from './exerciseFacts.ts'
import { findUsableNames, useExerciseNames } from './exerciseNames.ts'

/** What is not told by itself is asked anew with another `attempt`. */
export function useExerciseFacts(attempt: number): ExerciseFacts {
  const typed = useExerciseNames()
  const names = useMemo(() => findUsableNames(typed), [typed])
  const images = useImages((state) => state.images)
  const instances = useLive((state) => state.instances)
  const engine = useLive(({ engines }) => engines?.find(({ technology }) => technology === 'docker')?.state)
  const facts = useContainerFacts(({ byId }) => byId)
  useContainerFactsRead()
  const begin = findImage(images, names.begin)
  const modified = findImage(images, names.modified)
  const built = findImage(images, names.built)
  const container = findContainer(instances, (id) => facts.get(id)?.imageId, begin)
  return {
    names,
    engine: engine === 'current' && images === null ? 'asking' : (engine ?? 'asking'),
    allowsCommands: useCapability('run.custom'),
    begin,
    container,
    changes: useChanges(container, attempt),
    modified,
    modifiedPushed: usePushed(modified, names.modified, attempt),
    built,
    builds: useBuilds(built, names.built, attempt),
    builtPushed: usePushed(built, names.built, attempt),
  }
}

const noChanges = { added: 0, changed: 0, attributes: 0, removed: 0 } as const

/** Anew also when it starts or ends. */
function useChanges(container: ListedInstance | null, attempt: number) {
  const [id, state] = [container?.id, container?.state]
  // biome-ignore lint/correctness/useExhaustiveDependencies: another state or attempt asks anew
  const ask = useCallback(
    async (signal: AbortSignal) =>
      id === undefined ? noChanges : (await client.containers.changes({ id, folder: '' }, { signal })).counts,
    [id, state, attempt],
  )
  return useAnswer(ask)
}

const notPushed: PushedImage = { digest: null, isSame: false }

/** The registry is asked only about an image that it should have: one that was never pushed has no digest. */
function usePushed(image: Image | null, name: string | null, attempt: number) {
  const id = image?.id
  // biome-ignore lint/correctness/useExhaustiveDependencies: another attempt asks anew
  const ask = useCallback(
    async (signal: AbortSignal): Promise<PushedImage> => {
      if (id === undefined || name === null) return notPushed
      const { digests } = await client.images.describe({ id }, { signal })
      const repository = name.slice(0, name.lastIndexOf(':'))
      const known = digests.filter((one) => one.startsWith(`${repository}@`))
      if (known.length === 0) return notPushed
      try {
        const { digest } = await client.registries.manifest({ reference: name }, { signal })
        return { digest, isSame: known.includes(`${repository}@${digest}`) }
      } catch (error) {
        if (hasCode(error, 'not_found')) return notPushed
        throw error
      }
    },
    [id, name, attempt],
  )
  return useAnswer(ask)
}

const mostBuilds = 200

function useBuilds(image: Image | null, name: string | null, attempt: number) {
  const id = image?.id
  // biome-ignore lint/correctness/useExhaustiveDependencies: another image or attempt asks anew
  const ask = useCallback(
    async (signal: AbortSignal) => {
      const { builds } = await client.builds.list({ limit: mostBuilds }, { signal })
      return findBuilds(builds, name)
    },
    [id, name, attempt],
  )
  return useAnswer(ask)
}
