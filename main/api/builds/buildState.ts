import type { Build, BuildStep } from '../../contract/build.ts'
import type { BuildTelling } from '../../drivers/imageBuilds.ts'
import { explainMissedStep, type KnownBuild } from '../../model/builds/explainStep.ts'
import { parseDockerfile } from '../../model/builds/parseDockerfile.ts'

export interface BuildState {
  known(): KnownBuild
  take(telling: BuildTelling): void
  /** Steps that were missed and, by the engine's cache alone, could be explained: with what that offers on top of which image. */
  readonly open: { readonly number: number; readonly imageId: string }[]
  explain(number: number, offered: readonly string[]): void
  end(how: Pick<Build, 'state' | 'problem' | 'imageId' | 'endedAt' | 'ms'>): void
}

interface StateOptions {
  readonly first: Build
  readonly text: string
  readonly argumentHashes: KnownBuild['argumentHashes']
  readonly findBefore: (build: Build) => KnownBuild | null
  /** Milliseconds on a clock that only goes forward. */
  readonly now: () => number
}

/** What is known of a build, from what the driver tells. */
export function followBuild({ first, text, argumentHashes, findBefore, now }: StateOptions): BuildState {
  let build: Build = first
  let manifest: KnownBuild['manifest'] = null
  let before: KnownBuild | null = null
  const imageIds: Record<number, string> = {}
  const begunAt = new Map<number, number>()
  const missed = new Set<number>()
  const open: { number: number; imageId: string }[] = []

  const known = (): KnownBuild => ({ build, argumentHashes, imageIds, manifest })
  const change = (number: number, to: Partial<BuildStep>) => {
    build = { ...build, steps: build.steps.map((step) => (step.number === number ? { ...step, ...to } : step)) }
  }
  const explain = (number: number, offered: readonly string[]) => {
    change(number, { reason: explainMissedStep({ now: known(), number, missed, before, offered }) })
  }
  const takeStep = ({ number, state, imageId, ms }: Extract<BuildTelling, { kind: 'step' }>) => {
    if (imageId !== undefined) imageIds[number] = imageId
    if (state === 'running') begunAt.set(number, now())
    const since = begunAt.get(number)
    const isOver = state === 'cached' || state === 'new' || state === 'failed'
    const took = ms ?? (isOver && since !== undefined ? now() - since : null)
    change(number, { state, ...(isOver && { ms: took }) })
  }
  return {
    known,
    open,
    explain,
    take: (telling) => {
      switch (telling.kind) {
        case 'builder':
          build = { ...build, builder: telling.builder, steps: listSteps(text, telling.builder === 'buildkit') }
          before = findBefore(build)
          return
        case 'context':
          build = { ...build, context: { files: telling.files, bytes: telling.bytes } }
          return
        case 'manifest':
          manifest = telling.manifest
          return
        case 'step':
          return takeStep(telling)
        case 'missed': {
          const { number } = telling
          if (missed.has(number)) return
          missed.add(number)
          explain(number, [])
          const imageId = imageIds[number - 1]
          const reason = build.steps[number - 1]?.reason
          if (reason?.kind === 'firstBuild' && imageId !== undefined) open.push({ number, imageId })
          return
        }
        case 'output':
        case 'sending':
          return
      }
    },
    end: (how) => {
      build = {
        ...build,
        ...how,
        steps: build.steps.map((step) => endStep(step, how.state, begunAt.get(step.number), now())),
      }
    },
  }
}

function endStep(step: BuildStep, how: Build['state'], since: number | undefined, at: number): BuildStep {
  if (step.state === 'waiting') return { ...step, state: 'notReached' }
  // An engine may still tell how it was cut off.
  if (how === 'cancelled' && step.state === 'failed') return { ...step, state: 'cancelled' }
  if (step.state !== 'running') return step
  const state = how === 'failed' || how === 'cancelled' ? how : 'new'
  return { ...step, state, ms: since === undefined ? null : at - since }
}

function listSteps(text: string, heredocs: boolean): BuildStep[] {
  return parseDockerfile(text, { heredocs }).instructions.map(({ text: instruction, line, stage }, index) => ({
    number: index + 1,
    instruction,
    line,
    stage,
    state: 'waiting',
    reason: null,
    ms: null,
  }))
}
