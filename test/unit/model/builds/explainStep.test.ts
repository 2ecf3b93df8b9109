import { describe, expect, it } from 'vitest'
import type { Build, BuildStep } from '../../../../main/contract/build.ts'
import { compareBuilds } from '../../../../main/model/builds/compareBuilds.ts'
import { isCopied, readCopied } from '../../../../main/model/builds/copiedSources.ts'
import { describeReason } from '../../../../main/model/builds/describeReason.ts'
import { explainMissedStep, type KnownBuild } from '../../../../main/model/builds/explainStep.ts'
import { parseDockerfile } from '../../../../main/model/builds/parseDockerfile.ts'

const file = (sha256: string) => ({ size: 1, mode: '644', sha256 })

function known(text: string, more: Partial<KnownBuild> = {}, about: Partial<Build> = {}): KnownBuild {
  const steps: BuildStep[] = parseDockerfile(text, { heredocs: false }).instructions.map((one, index) => ({
    number: index + 1,
    instruction: one.text,
    line: one.line,
    stage: one.stage,
    state: 'new',
    reason: null,
    ms: 1,
  }))
  const build: Build = {
    id: 'a',
    technology: 'docker',
    builder: 'classic',
    state: 'done',
    startedAt: '2026-11-29T00:00:00.000Z',
    endedAt: null,
    ms: null,
    tags: [],
    folder: null,
    dockerfile: null,
    argumentNames: [],
    target: null,
    platform: null,
    noCache: false,
    pull: false,
    context: null,
    steps,
    imageId: null,
    problem: null,
    ...about,
  }
  return { build, argumentHashes: {}, imageIds: { 1: 'base' }, manifest: new Map(), ...more }
}

const lecture = 'FROM ubuntu\nRUN apt-get update\nENTRYPOINT ["echo", "Hello"]\nCMD ["world"]\n'
const explain = (
  now: KnownBuild,
  before: KnownBuild | null,
  number: number,
  { missed = [number], offered = [] }: { missed?: readonly number[]; offered?: readonly string[] } = {},
) => explainMissedStep({ now, before, number, missed: new Set(missed), offered })

describe('why a step was not in the cache', () => {
  it('in the lecture’s example: the ENTRYPOINT was changed, and CMD follows it', () => {
    const now = known(lecture.replace('Hello', 'Hi'))
    expect(explain(now, known(lecture), 3)).toEqual({
      kind: 'instructionChanged',
      before: 'ENTRYPOINT ["echo", "Hello"]',
      after: 'ENTRYPOINT ["echo", "Hi"]',
    })
    expect(explain(now, known(lecture), 4, { missed: [3, 4] })).toEqual({ kind: 'follows', step: 3 })
  })

  it('nothing was ever built, or the cache was not wanted', () => {
    expect(explain(known(lecture), null, 2)).toEqual({ kind: 'firstBuild' })
    expect(explain(known(lecture, {}, { noCache: true }), known(lecture), 2)).toEqual({ kind: 'noCache' })
  })

  it('no build is kept, but the cache has another instruction in its place', () => {
    expect(explain(known(lecture), null, 3, { offered: ['CMD x', 'ENTRYPOINT ["old"]'] })).toEqual({
      kind: 'instructionChanged',
      before: 'ENTRYPOINT ["old"]',
      after: 'ENTRYPOINT ["echo", "Hello"]',
    })
    // In an ENV of the cache the value of a build argument may stand.
    // What the step has just made itself is no step before it.
    const offered = ['ENTRYPOINT ["/bin/echo" "Hi"]', 'ENTRYPOINT ["old"]']
    const own = known('FROM x\nENTRYPOINT ["/bin/echo", "Hi"]\n')
    expect(explain(own, null, 2, { offered })).toMatchObject({
      kind: 'instructionChanged',
      before: 'ENTRYPOINT ["old"]',
    })
    expect(explain(own, null, 2, { offered: offered.slice(0, 1) })).toEqual({ kind: 'firstBuild' })
    expect(explain(known('FROM x\nENV A=$B\n'), null, 2, { offered: ['ENV A=secret'] })).toEqual({ kind: 'firstBuild' })
    expect(explain(known('FROM x\nCOPY a /a\n'), null, 2, { offered: ['COPY file:0123 in /a'] })).toMatchObject({
      kind: 'filesChanged',
      files: [],
    })
  })

  it('an instruction was put in, which is no change of the one that stood there', () => {
    const now = known(lecture.replace('ENTRYPOINT', 'ENV A=1\nENTRYPOINT'))
    expect(explain(now, known(lecture), 3)).toMatchObject({ kind: 'instructionChanged', after: 'ENV A=1' })
    const after = explain(now, known(lecture), 4, { missed: [4] })
    expect(after.kind).toBe('instructionChanged')
  })

  it('a stage has another name, which is no reason', () => {
    const now = known(lecture.replace('FROM ubuntu', 'FROM ubuntu AS one'))
    expect(explain(now, known(lecture), 2)).toEqual({ kind: 'cacheGone' })
  })

  it('the base image is another one', () => {
    expect(explain(known(lecture, { imageIds: { 1: 'newer' } }), known(lecture), 2)).toEqual({
      kind: 'baseChanged',
      image: 'ubuntu',
    })
  })

  it('a file that it copies has changed, and only such', () => {
    const text = 'FROM x\nCOPY src/*.py README.md /app/\n'
    const before = known(text, {
      manifest: new Map([
        ['src/a.py', file('1')],
        ['other', file('1')],
        ['README.md', file('1')],
      ]),
    })
    const now = known(text, {
      manifest: new Map([
        ['src/a.py', file('2')],
        ['other', file('2')],
        ['src/b.py', file('1')],
      ]),
    })
    const reason = explain(now, before, 2)
    expect(reason).toEqual({
      kind: 'filesChanged',
      more: 0,
      files: [
        { path: 'README.md', change: 'removed' },
        { path: 'src/a.py', change: 'changed' },
        { path: 'src/b.py', change: 'added' },
      ],
    })
    expect(describeReason(reason)).toBe('file changed: README.md (removed), src/a.py (changed), src/b.py (added)')
    const untouched = known(text, { manifest: new Map([...(before.manifest ?? []), ['other', file('3')]]) })
    expect(explain(untouched, before, 2)).toEqual({ kind: 'cacheGone' })
  })

  it('a build argument that the stage declares has another value', () => {
    const text = 'FROM x\nARG V=1\nRUN make\n'
    const before = known(text, { argumentHashes: { V: 'aa', W: 'aa' } })
    expect(explain(known(text, { argumentHashes: { V: 'bb', W: 'bb' } }), before, 3)).toEqual({
      kind: 'argumentChanged',
      names: ['V'],
    })
  })

  it('the builder or the platform is another one', () => {
    expect(explain(known(lecture, {}, { builder: 'buildkit' }), known(lecture), 2)).toEqual({
      kind: 'optionChanged',
      option: 'builder',
    })
    expect(explain(known(lecture, {}, { platform: 'linux/arm64' }), known(lecture), 2)).toMatchObject({
      option: 'platform',
    })
  })

  it('what it copies from, or stands on, is new', () => {
    const now = known('FROM x AS one\nRUN a\nFROM one AS two\nRUN b\nFROM y\nCOPY --from=0 /a /a\nRUN c\n')
    expect(explain(now, null, 4, { missed: [2, 4] })).toEqual({ kind: 'follows', step: 2 })
    expect(explain(now, null, 6, { missed: [2, 4, 6] })).toEqual({ kind: 'follows', step: 2 })
    expect(explain(now, null, 7, { missed: [2, 4, 6, 7] })).toEqual({ kind: 'follows', step: 6 })
  })

  it('the build before did not come so far', () => {
    const before = known(lecture)
    const steps = before.build.steps.map((step) => (step.number > 2 ? { ...step, state: 'notReached' as const } : step))
    expect(explain(known(lecture), { ...before, build: { ...before.build, steps } }, 3)).toEqual({ kind: 'firstBuild' })
  })
})

describe('what a COPY takes', () => {
  it.for([
    ['COPY . /app', 'deep/down', true],
    ['COPY ./src /app', 'src/deep/a', true],
    ['COPY src /app', 'src2/a', false],
    ['COPY ["a b", "/x"]', 'a b', true],
    ['COPY --chown=1:2 a?.t[xy]t /x', 'ab.txt', true],
    ['COPY a?.t[xy]t /x', 'ab.tzt', false],
    ['COPY $FILE /x', 'anything', true],
    ['ADD https://example.org/x /x', 'x', false],
    ['COPY (a /x', '(a', true],
  ] as const)('%s, of %s: %s', ([instruction, path, wanted]) => {
    const copied = readCopied(instruction)
    expect(copied?.kind === 'context' && isCopied(path, copied.sources)).toBe(wanted)
  })

  it('may be another stage’s, and RUN takes nothing', () => {
    expect(readCopied('COPY --from=Build /a /b')).toEqual({ kind: 'stage', name: 'build' })
    expect(readCopied('RUN a')).toBeNull()
  })
})

describe('two builds side by side', () => {
  it('have the same instructions beside each other, and a changed one beside what it was', () => {
    const diff = compareBuilds(known(lecture), known(lecture.replace('Hello', 'Hi').replace('CMD', 'ENV A=1\nCMD')))
    expect(diff.steps.map(({ before, after }) => [before?.instruction, after?.instruction])).toEqual([
      ['FROM ubuntu', 'FROM ubuntu'],
      ['RUN apt-get update', 'RUN apt-get update'],
      ['ENTRYPOINT ["echo", "Hello"]', 'ENTRYPOINT ["echo", "Hi"]'],
      [undefined, 'ENV A=1'],
      ['CMD ["world"]', 'CMD ["world"]'],
    ])
    expect(diff.files).toEqual([])
  })

  it('may have tens of thousands of them', () => {
    const many = (word: string) => known(`FROM a\n${`ARG ${word}\n`.repeat(40_000)}`)
    expect(compareBuilds(many('one'), many('two')).steps).toHaveLength(40_001)
  })
})
