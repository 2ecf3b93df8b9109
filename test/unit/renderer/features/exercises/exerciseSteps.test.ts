import { describe, expect, it } from 'vitest'
import type { Build } from '../../../../../main/contract/build.ts'
import type { Image, ListedInstance } from '../../../../../main/contract/live.ts'
import {
  type ExerciseFacts,
  findBuilds,
  findContainer,
} from '../../../../../renderer/features/exercises/exerciseFacts.ts'
import {
  listBuildSteps,
  listModifySteps,
  type StepId,
} from '../../../../../renderer/features/exercises/exerciseSteps.ts'

const image = (id: string, createdAt = '2026-01-01T10:00:00.000Z') =>
  ({
    id: `docker:sha256:${id.padEnd(64, '0')}`,
    technology: 'docker',
    names: [`me/${id}:1`],
    createdAt,
  }) as unknown as Image
const container = {
  id: 'docker:c1',
  technology: 'docker',
  name: 'mine',
  state: 'stopped',
  createdAt: '2026-01-01T11:00:00.500Z',
  stale: false,
} as unknown as ListedInstance
const counts = { added: 0, changed: 0, attributes: 0, removed: 0 }
const there = <T>(value: T) => ({ state: 'there', value }) as const
const none: ExerciseFacts = {
  names: { begin: 'me/a:1', modified: 'me/b:1', built: 'me/c:1' },
  engine: 'current',
  allowsCommands: true,
  begin: null,
  container: null,
  changes: there(counts),
  modified: null,
  modifiedPushed: there({ digest: null, isSame: false }),
  built: null,
  builds: there([]),
  builtPushed: there({ digest: null, isSame: false }),
}
const kinds = (facts: Partial<ExerciseFacts>) =>
  Object.fromEntries(
    [...listModifySteps({ ...none, ...facts }), ...listBuildSteps({ ...none, ...facts })].map(({ id, state }) => [
      id,
      state.kind,
    ]),
  )
const find = (id: StepId, facts: Partial<ExerciseFacts>) =>
  [...listModifySteps({ ...none, ...facts }), ...listBuildSteps({ ...none, ...facts })].find((step) => step.id === id)

describe('the steps of the exercises', () => {
  it('follow from what the engine and the registry tell, one after the other', () => {
    expect(kinds({})).toMatchObject({ pull: 'next', run: 'waits', changes: 'waits', commit: 'waits', push: 'waits' })
    const begin = image('a')
    expect(kinds({ begin })).toMatchObject({ pull: 'done', run: 'next', changes: 'waits' })
    expect(kinds({ begin, container })).toMatchObject({ run: 'done', changes: 'next', commit: 'next', push: 'waits' })
    const changes = there({ ...counts, changed: 1 })
    const modified = image('b', '2026-01-01T11:00:00.000Z')
    expect(kinds({ begin, container, changes, modified })).toMatchObject({
      changes: 'done',
      commit: 'done',
      push: 'next',
    })
    const modifiedPushed = there({ digest: 'sha256:1', isSame: true })
    expect(kinds({ begin, container, changes, modified, modifiedPushed })).toMatchObject({ push: 'done' })
  })

  it('take neither another name of the first image nor an image that is older than the container for a commit', () => {
    const begin = image('a')
    expect(kinds({ begin, container, modified: begin })).toMatchObject({ commit: 'next' })
    expect(find('commit', { begin, container, modified: image('b') })?.state).toMatchObject({
      kind: 'next',
      text: expect.stringContaining('older than the container'),
    })
  })

  it('take another image in the registry for no push', () => {
    const facts = { modified: image('b'), modifiedPushed: there({ digest: 'sha256:1', isSame: false }) }
    expect(find('push', facts)?.state).toMatchObject({ kind: 'next', text: expect.stringContaining('another image') })
  })

  it('tell how much of a build was cached, and why the rest was not', () => {
    const reason = { kind: 'instructionChanged', before: 'ENTRYPOINT a', after: 'ENTRYPOINT b' } as const
    const steps = [
      { number: 1, state: 'cached', reason: null },
      { number: 2, state: 'new', reason },
    ]
    const builds = [
      { state: 'done', tags: ['me/c'], steps: [] },
      { state: 'failed', tags: ['me/c:1'], steps: [] },
      { state: 'done', tags: ['me/c:1'], steps },
    ] as unknown as Build[]
    const found = findBuilds(builds, 'me/c:1')
    expect(found).toEqual([builds[2]])
    expect(find('rebuild', { built: image('c'), builds: there(found) })?.state).toEqual({
      kind: 'done',
      text: '1 of 2 steps cached, 1 new. Step 2: instruction changed: ENTRYPOINT a → ENTRYPOINT b.',
    })
    expect(kinds({ built: image('c') })).toMatchObject({ build: 'done', rebuild: 'next' })
  })

  it('say so where commands are not run, and where Docker is not there', () => {
    const forbidden = [
      ...listModifySteps({ ...none, allowsCommands: false }),
      ...listBuildSteps({ ...none, allowsCommands: false }),
    ]
    expect(forbidden.filter(({ isForbidden }) => isForbidden).map(({ id }) => id)).toEqual(['run', 'build', 'rebuild'])
    expect(new Set(Object.values(kinds({ engine: 'absent', begin: image('a') })))).toEqual(new Set(['waits']))
    expect(find('pull', { engine: 'absent' })).toMatchObject({ isPossible: false })
  })

  it('write commands with the user’s own names, as a shell takes them', () => {
    const commands = listModifySteps({ ...none, begin: image('a'), container }).map(({ command }) => command)
    expect(commands).toEqual([
      'docker pull me/a:1',
      'docker run -it me/a:1',
      'docker diff mine',
      'docker commit mine me/b:1',
      'docker push me/b:1',
    ])
  })

  it('go by the newest container of the image', () => {
    const older = { ...container, id: 'docker:c0', createdAt: '2026-01-01T09:00:00.000Z' }
    const other = { ...container, id: 'docker:other', createdAt: '2026-01-02T09:00:00.000Z' }
    const imageOf = (id: string) => image(id === 'docker:other' ? 'b' : 'a').id
    expect(findContainer([older, container, other], imageOf, image('a'))).toBe(container)
    expect(findContainer([older], imageOf, null)).toBeNull()
  })
})
