import type { Dockerfile, DockerfileInstruction } from '../../../../model/builds/parseDockerfile.ts'
import { splitInstruction } from '../../../../model/builds/splitInstruction.ts'
import type { BuildTelling } from '../../../imageBuilds.ts'
import type { BuildkitEvent } from './reader.ts'
import type { Vertex } from './statusResponse.ts'

interface BuildkitFollower {
  take(event: BuildkitEvent): void
  end(): void
  current(): number | null
}

const counted: readonly string[] = ['RUN', 'COPY', 'ADD', 'WORKDIR']

/**
 * The states of steps from what BuildKit says of its vertexes, such as `[one 2/3] RUN make`: the second of those of stage `one` that
 * do something. github.com/moby/buildkit/blob/master/frontend/dockerfile/dockerfile2llb/convert.go
 */
export function followBuildkitSteps(dockerfile: Dockerfile, tell: (telling: BuildTelling) => void): BuildkitFollower {
  const numbers = new Map<string, number>()
  const told = new Map<number, string>()
  const pulled = new Set<number>()
  let failed: number | null = null

  const numberOf = ({ digest, name }: Vertex): number | null => {
    const number = findInstruction(dockerfile, name)
    if (number !== null) numbers.set(digest, number)
    return number
  }
  const keywordOf = (number: number) => dockerfile.instructions[number - 1]?.keyword
  const change = (number: number, state: 'running' | 'cached' | 'new' | 'failed', ms?: number) => {
    if (told.get(number) === state) return
    told.set(number, state)
    if (state === 'new' || (state === 'failed' && keywordOf(number) === 'RUN')) tell({ kind: 'missed', number })
    if (state === 'failed') failed = number
    tell({ kind: 'step', number, state, ...(ms !== undefined && { ms }) })
  }
  const takeVertex = (vertex: Vertex) => {
    const number = numberOf(vertex)
    if (number === null || vertex.started === null) return
    const isFrom = keywordOf(number) === 'FROM'
    if (vertex.error !== '') return change(number, 'failed')
    if (vertex.completed === null) return change(number, 'running')
    const isCached = vertex.cached || (isFrom && !pulled.has(number))
    change(number, isCached ? 'cached' : 'new', Math.max(0, vertex.completed - vertex.started))
  }
  return {
    take: (event) => {
      if (event.kind !== 'status') return
      for (const { id, vertex } of event.status.statuses) {
        const number = numbers.get(vertex)
        // Layers of a base image that is not here yet.
        if (number !== undefined && id.startsWith('sha256:')) pulled.add(number)
      }
      for (const vertex of event.status.vertexes) takeVertex(vertex)
      for (const { vertex, text } of event.status.logs) {
        tell({ kind: 'output', number: numbers.get(vertex) ?? null, text })
      }
    },
    end: () => {
      for (const [index, instruction] of dockerfile.instructions.entries()) {
        if (told.has(index + 1)) continue
        const isSettings = !counted.includes(instruction.keyword)
        if (isSettings) tell({ kind: 'step', number: index + 1, state: 'settings' })
      }
    },
    current: () => failed,
  }
}

/** The number, from 1, of the instruction that a vertex carries out; null for one of BuildKit's own. */
function findInstruction({ instructions }: Dockerfile, name: string): number | null {
  const metadata = /^\[internal\] load metadata for (?:docker\.io\/(?:library\/)?)?(\S+)$/.exec(name)?.[1]
  if (metadata !== undefined) {
    const found = instructions.findIndex(({ keyword, text }) => keyword === 'FROM' && namesImage(text, metadata))
    return found < 0 ? null : found + 1
  }
  const [, stage, place] = /^\[(?:\S+\/\S+ )?(?:(\S+) )?(\d+)\/\d+\] /.exec(name) ?? []
  if (place === undefined) return null
  const own = instructions.flatMap((instruction, index) =>
    isOfStage(instruction, stage) && isCounted(instruction) ? [index + 1] : [],
  )
  return own[Number(place) - 1] ?? null
}

function namesImage(from: string, image: string): boolean {
  const name = splitInstruction(from).words[0] ?? ''
  return name === image || `${name}:latest` === image || name.replace(/^docker\.io\/(library\/)?/, '') === image
}

function isOfStage({ stage, stageIndex }: DockerfileInstruction, named: string | undefined): boolean {
  if (stage === null) return false
  return named === undefined || stage === named || `stage-${stageIndex}` === named
}

function isCounted({ keyword, text }: DockerfileInstruction): boolean {
  return counted.includes(keyword) || (keyword === 'FROM' && splitInstruction(text).words[0] !== 'scratch')
}
