import type { Dockerfile } from '../../../model/builds/parseDockerfile.ts'
import type { BuildTelling } from '../../imageBuilds.ts'
import type { BuilderEvent } from './classicReader.ts'

export interface StepFollower {
  take(event: BuilderEvent): void
  /** The build has ended well: what it was at is done. */
  end(): void
  /** The step that it was at; null before the first. */
  current(): number | null
}

/** The states of steps from what the classic builder says: one is done when the next begins. */
export function followClassicSteps(dockerfile: Dockerfile, tell: (telling: BuildTelling) => void): StepFollower {
  let number: number | null = null
  let isCached = false
  let isMissed = false
  let imageId: string | undefined

  const isNothing = (at: number) => dockerfile.instructions[at - 1]?.stage === null
  const finish = () => {
    if (number === null) return
    const instruction = dockerfile.instructions[number - 1]
    const state = isCached || (instruction?.keyword === 'FROM' && !isMissed) ? 'cached' : 'new'
    tell({
      kind: 'step',
      number,
      state: isNothing(number) ? 'settings' : state,
      ...(imageId !== undefined && { imageId }),
    })
  }
  const miss = (at: number) => {
    if (isMissed) return
    isMissed = true
    tell({ kind: 'missed', number: at })
  }
  return {
    take: (event) => {
      switch (event.kind) {
        case 'step':
          finish()
          number = event.number
          isCached = false
          isMissed = false
          imageId = undefined
          // What stands before the first stage makes nothing.
          if (!isNothing(number)) tell({ kind: 'step', number, state: 'running' })
          return
        case 'cached':
          isCached = true
          return
        case 'begun':
          miss(event.number)
          return
        case 'image': {
          imageId = event.id
          const keyword = dockerfile.instructions[event.number - 1]?.keyword
          if (!isCached && keyword !== 'FROM') miss(event.number)
          return
        }
        case 'output':
          // Only a base image that is not here, or a newer one, is downloaded.
          if (number !== null && /^Status: Downloaded newer image/.test(event.text)) miss(number)
          tell({ kind: 'output', number: event.number, text: event.text })
          return
        case 'built':
        case 'failed':
          return
      }
    },
    end: finish,
    current: () => number,
  }
}
