import { mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { admitBuild, hashArguments } from '../../../../main/api/builds/admitBuild.ts'
import { createEventFeed } from '../../../../main/api/builds/eventFeed.ts'
import { withoutValues } from '../../../../main/api/builds/withoutValues.ts'
import type { CommandGate } from '../../../../main/api/commandGate.ts'
import { type Build, type BuildEvent, type BuildRequest, buildRequestSchema } from '../../../../main/contract/build.ts'

let root: string
let gate: CommandGate

beforeEach(() => {
  root = realpathSync(mkdtempSync(join(tmpdir(), 'isoscope-test-')))
  mkdirSync(join(root, 'web'))
  writeFileSync(join(root, 'web', 'Dockerfile'), 'FROM a\n')
  writeFileSync(join(root, 'Other'), 'FROM b\n')
  gate = { capabilities: new Set(['run.custom']), approvedRoots: [root] }
})
afterEach(() => rmSync(root, { recursive: true, force: true }))

const request = (more: Partial<BuildRequest> = {}): BuildRequest => ({
  technology: 'docker',
  folder: join(root, 'web'),
  dockerfile: { kind: 'file', path: 'Dockerfile' },
  tags: [],
  arguments: [],
  noCache: false,
  pull: false,
  ...more,
})

describe('what may be built', () => {
  it('is a folder below an approved one, with a Dockerfile in it or elsewhere below one', async () => {
    expect(await admitBuild(gate, request())).toMatchObject({ dockerfile: { text: 'FROM a\n', path: 'Dockerfile' } })
    const other = request({ dockerfile: { kind: 'file', path: join(root, 'Other') } })
    expect(await admitBuild(gate, other)).toMatchObject({ dockerfile: { text: 'FROM b\n', path: null } })
  })

  it('has names that an image can have', () => {
    const isTaken = (tag: string) => buildRequestSchema.safeParse(request({ tags: [tag] })).success
    expect(['web', 'registry.example:5000/team/web:1.0', 'Registry.example/a__b'].map(isTaken)).toEqual([
      true,
      true,
      true,
    ])
    expect(['a//b', 'a..b', '-web', 'web:', 'web@sha256:1'].filter(isTaken)).toEqual([])
  })

  it('is nothing for a door that runs no commands', async () => {
    const closed = { ...gate, capabilities: new Set<never>() }
    await expect(admitBuild(closed, request())).rejects.toMatchObject({ code: 'permission_denied' })
    const text = request({ folder: null, dockerfile: { kind: 'text', text: 'FROM a' } })
    await expect(admitBuild(closed, text)).rejects.toMatchObject({ code: 'permission_denied' })
  })

  it('is nothing outside, whichever way leads there', async () => {
    symlinkSync('/etc', join(root, 'link'))
    symlinkSync('/etc/hostname', join(root, 'web', 'Linked'))
    const refused = [
      request({ folder: '/etc' }),
      request({ folder: join(root, 'link') }),
      request({ folder: 'web' }),
      request({ dockerfile: { kind: 'file', path: '../../etc/hostname' } }),
      request({ dockerfile: { kind: 'file', path: 'Linked' } }),
      request({ folder: null }),
    ]
    for (const one of refused) await expect(admitBuild(gate, one)).rejects.toMatchObject({ code: 'bad_input' })
    const missing = request({ dockerfile: { kind: 'file', path: 'None' } })
    await expect(admitBuild(gate, missing)).rejects.toMatchObject({ code: 'not_found' })
  })
})

describe('the value of a build argument', () => {
  it('is known again and cannot be read, and is another one in another store', () => {
    const given = [{ name: 'A', value: 'secret' }]
    expect(hashArguments('one', given)).toEqual(hashArguments('one', given))
    expect(hashArguments('one', given)).not.toEqual(hashArguments('two', given))
    expect(hashArguments('one', [{ name: 'A', value: 'secret2' }])).not.toEqual(hashArguments('one', given))
    expect(hashArguments('one', given).A).toMatch(/^[0-9a-f]{6}$/)
  })

  it('is not in what a builder says of its errors', () => {
    const problem = {
      code: 'engine_failed',
      engine: 'docker',
      message: 'no topsecret',
      detail: 'topsecret 1',
      line: 1,
      lineText: 'RUN $A',
    } as const
    const given = [
      { name: 'A', value: 'topsecret' },
      { name: 'B', value: '1' },
    ]
    expect(withoutValues(problem, given)).toMatchObject({ message: 'no $A', detail: '$A 1' })
  })

  it('is not told by the rest of it that another value leaves', () => {
    const problem = {
      code: 'engine_failed',
      engine: 'docker',
      message: 'no topsecret',
      line: null,
      lineText: null,
    } as const
    const given = [
      { name: 'SHORT', value: 'tops' },
      { name: 'LONG', value: 'topsecret' },
    ]
    expect(withoutValues(problem, given).message).toBe('no $LONG')
  })
})

describe('what readers of a build are told', () => {
  const build = { id: 'a' } as Build

  it('is all of it in order, however late they come', async () => {
    const feed = createEventFeed(build)
    for (let line = 0; line < 1500; line++) feed.write({ step: 1, text: `${line}\n` })
    feed.write({ step: 2, text: 'x'.repeat(40_000) })
    feed.end()
    const texts: string[] = []
    let dropped = 0
    for await (const event of feed.read(undefined)) {
      texts.push(...event.output.map(({ text }) => text))
      dropped += event.dropped
    }
    expect(dropped).toBe(0)
    expect(texts.join('')).toBe(
      Array.from({ length: 1500 }, (_none, line) => `${line}\n`).join('') + 'x'.repeat(40_000),
    )
  })

  it('is the newest where it was too much, and how much is missing', async () => {
    const feed = createEventFeed(build)
    for (let line = 0; line < 10_000; line++) feed.write({ step: 1, text: `${line}` })
    feed.end()
    const events: BuildEvent[] = []
    for await (const event of feed.read(undefined)) events.push(event)
    expect(events.at(-1)?.output.at(-1)?.text).toBe('9999')
    const told = events.reduce((sum, { output, dropped }) => sum + output.length + dropped, 0)
    expect(told).toBe(10_000)
  })

  it('is no more than a few megabytes, however long the lines are', async () => {
    const feed = createEventFeed(build)
    for (let line = 0; line < 1_000; line++) feed.write({ step: 1, text: `${line}`.padEnd(16_384) })
    feed.end()
    const events: BuildEvent[] = []
    for await (const event of feed.read(undefined)) events.push(event)
    const output = events.flatMap((event) => event.output)
    expect(output.reduce((sum, { text }) => sum + text.length, 0)).toBeLessThanOrEqual(4_000_000)
    expect(output.at(-1)?.text.trim()).toBe('999')
    expect(events.reduce((sum, event) => sum + event.dropped, output.length)).toBe(1_000)
  })
})
