import type { Build, BuildReason, BuildStep } from '../../contract/build.ts'
import { type ContextManifest, compareContexts } from './contextManifest.ts'
import { isCopied, readCopied } from './copiedSources.ts'
import { splitInstruction } from './splitInstruction.ts'

/** A build with what is kept of it for comparing and shown to nobody. */
export interface KnownBuild {
  readonly build: Build
  /** By name; of the value, from which it cannot be had back. */
  readonly argumentHashes: Readonly<Record<string, string>>
  /** By the step's number, of those that the engine tells: what it gave. */
  readonly imageIds: Readonly<Record<number, string>>
  readonly manifest: ContextManifest | null
}

export interface MissedStep {
  readonly now: KnownBuild
  readonly number: number
  /** Steps that were not in the cache, this one among them. */
  readonly missed: ReadonlySet<number>
  /** The one that this is compared with. */
  readonly before: KnownBuild | null
  /** What the engine's cache has on top of the same step before. */
  readonly offered: readonly string[]
}

const mostFiles = 20

/** Pure. Why a step was not taken from the cache; the first cause in the order in which the builders look. */
export function explainMissedStep(missed: MissedStep): BuildReason {
  const { now, number, before, offered } = missed
  if (now.build.noCache) return { kind: 'noCache' }
  const step = now.build.steps[number - 1]
  if (!step) return { kind: 'firstBuild' }
  const followed = findFollowed(step, missed)
  if (followed !== null) return { kind: 'follows', step: followed }
  if (before === null) return explainByCache(step, offered)
  const own = ownSteps(now.build, step)
  const changed = own.find(
    ({ number: at, instruction }) =>
      withoutName(before.build.steps[at - 1]?.instruction ?? '') !== withoutName(instruction),
  )
  if (changed) {
    const earlier = before.build.steps[changed.number - 1]?.instruction ?? null
    const isAdded = earlier !== null && own.some(({ instruction }) => instruction === earlier)
    return { kind: 'instructionChanged', before: isAdded ? null : earlier, after: changed.instruction }
  }
  const base = own.find(({ instruction }) => /^FROM\s/i.test(instruction))
  if (base && (missed.missed.has(base.number) || isOther(now.imageIds[base.number], before.imageIds[base.number]))) {
    return { kind: 'baseChanged', image: splitInstruction(base.instruction).words[0] ?? '' }
  }
  const option = findChangedOption(now.build, before.build)
  if (option !== null) return { kind: 'optionChanged', option }
  const earlier = before.build.steps[number - 1]
  if (earlier && earlier.state !== 'cached' && earlier.state !== 'new') return explainByCache(step, offered)
  return explainByFiles(step, now, before) ?? explainByArguments(step, now, before) ?? { kind: 'cacheGone' }
}

/** The step of another that it stands on or copies from, where that is new. */
function findFollowed(step: BuildStep, { now, missed }: MissedStep): number | null {
  const { steps } = now.build
  const firstMissed = (stage: string): number | null =>
    steps.find((one) => one.stage === stage && one.number < step.number && missed.has(one.number) && !isFrom(one))
      ?.number ?? null
  const own = step.stage === null ? null : firstMissed(step.stage)
  if (own !== null) return own
  const copied = readCopied(step.instruction)
  const base = steps.find((one) => one.stage === step.stage && isFrom(one))
  const names = [
    ...(copied?.kind === 'stage' ? [copied.name] : []),
    ...(base ? [(splitInstruction(base.instruction).words[0] ?? '').toLowerCase()] : []),
  ]
  const stages = [...new Set(steps.flatMap(({ stage }) => (stage === null ? [] : [stage])))]
  for (const name of names) {
    const stage = stages.find((one) => one === name) ?? (/^\d+$/.test(name) ? stages[Number(name)] : undefined)
    const found = stage === undefined || stage === step.stage ? null : firstMissed(stage)
    if (found !== null) return found
  }
  return null
}

/** What a stage is called has no part in what is built. */
function withoutName(instruction: string): string {
  return /^FROM\s/i.test(instruction) ? instruction.replace(/\sAS\s+\S+$/i, '').trimEnd() : instruction
}

function isFrom({ instruction }: BuildStep): boolean {
  return /^FROM\s/i.test(instruction)
}

/** Up to the step itself: what stands before the first stage, and its own stage. */
function ownSteps({ steps }: Build, { number, stage }: BuildStep): readonly BuildStep[] {
  return steps.filter((one) => one.number <= number && (one.stage === stage || one.stage === null))
}

function isOther(one: string | undefined, other: string | undefined): boolean {
  return one !== undefined && other !== undefined && one !== other
}

function findChangedOption(now: Build, before: Build): 'platform' | 'builder' | null {
  if (now.builder !== before.builder) return 'builder'
  return now.platform === before.platform ? null : 'platform'
}

/** Where no build is kept to compare with: from what the engine has in its cache in this place. */
function explainByCache({ instruction }: BuildStep, offered: readonly string[]): BuildReason {
  const { keyword, words } = splitInstruction(instruction)
  const alike = offered.filter((one) => splitInstruction(one).keyword === keyword)
  if (keyword === 'COPY' || keyword === 'ADD') {
    // The cache names the files by a digest only.
    const target = words.at(-1)
    return alike.some((one) => splitInstruction(one).words.at(-1) === target)
      ? { kind: 'filesChanged', files: [], more: 0 }
      : { kind: 'firstBuild' }
  }
  // This build's own step may be in the cache by the time it is asked.
  const before = alike.find((one) => !isSame(one, instruction))
  return before === undefined || !unexpanded.includes(keyword)
    ? { kind: 'firstBuild' }
    : { kind: 'instructionChanged', before, after: instruction }
}

/** An engine writes lists without commas. */
function isSame(one: string, other: string): boolean {
  const plain = (text: string) => text.replace(/[\s,]+/g, ' ')
  return plain(one) === plain(other)
}

/** Of all others the cache has the text with the values of build arguments in it, which may be secrets. */
const unexpanded: readonly string[] = ['RUN', 'CMD', 'ENTRYPOINT']

function explainByFiles({ instruction }: BuildStep, now: KnownBuild, before: KnownBuild): BuildReason | null {
  const copied = readCopied(instruction)
  if (copied?.kind !== 'context') return null
  if (now.manifest === null || before.manifest === null) return { kind: 'filesChanged', files: [], more: 0 }
  const files = compareContexts(before.manifest, now.manifest).filter(({ path }) => isCopied(path, copied.sources))
  if (files.length === 0) return null
  return { kind: 'filesChanged', files: files.slice(0, mostFiles), more: Math.max(0, files.length - mostFiles) }
}

function explainByArguments(step: BuildStep, now: KnownBuild, before: KnownBuild): BuildReason | null {
  const declared = new Set(
    ownSteps(now.build, step).flatMap(({ instruction }) => {
      const { keyword, words } = splitInstruction(instruction)
      return keyword === 'ARG' ? words.map((word) => word.split('=')[0] ?? '') : []
    }),
  )
  const names = [...declared].filter((name) => now.argumentHashes[name] !== before.argumentHashes[name])
  return names.length === 0 ? null : { kind: 'argumentChanged', names }
}
