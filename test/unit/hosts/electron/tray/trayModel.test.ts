import { describe, expect, test } from 'vitest'
import { createTrayModel, type TrayItem } from '../../../../../main/hosts/electron/tray/trayModel.ts'
import { emptyTrayState, type TrayState } from '../../../../../main/hosts/electron/tray/trayState.ts'
import { exampleListed } from '../../../../support/liveExample.ts'

const MiB = 2 ** 20
const web = exampleListed({ id: 'docker:a', name: 'web', actions: ['stop', 'restart', 'remove'] })
const stopped = exampleListed({ id: 'docker:b', name: 'db', state: 'stopped', actions: ['start', 'remove'] })
const lastRun = { request: { contenders: ['host', 'docker'], profile: 'quick' as const, rounds: 3 } }
const total = { technology: 'docker' as const, instances: 2, running: 1, cpuShare: 0.123, memoryBytes: 341 * MiB }

const model = (of: Partial<TrayState>) => createTrayModel({ ...emptyTrayState, instances: [], lastRun, ...of })
const flatten = (items: readonly TrayItem[]): TrayItem[] =>
  items.flatMap((item) => [item, ...flatten(item.submenu ?? [])])
const find = (of: Partial<TrayState>, id: string) => flatten(model(of)).find((item) => item.id === id)
const plain = (text: string | undefined) => text?.replaceAll('\u00a0', ' ')

describe('the live line', () => {
  const line = (of: Partial<TrayState>) => plain(find({ instances: [web], totals: [total], ...of }, 'live:0')?.label)

  test('has the running instances of a technology, their CPU and memory', () => {
    expect(line({})).toBe('Docker 1 · 10 % · 340 MiB')
    expect(line({ totals: [{ ...total, cpuShare: 0.043, memoryBytes: 1.24 * 1024 * MiB }] })).toBe(
      'Docker 1 · 4 % · 1.2 GiB',
    )
    expect(line({ totals: [{ ...total, cpuShare: 0.001, memoryBytes: 0 }] })).toBe('Docker 1 · < 1 % · 0 B')
  })

  test('has a dash for what is not known, never 0', () => {
    expect(line({ totals: [{ ...total, cpuShare: null, memoryBytes: null }] })).toBe('Docker 1 · – · –')
  })

  test('says why there are no figures', () => {
    const labels = model({ instances: [web], totals: [total], paused: 'Sampling is paused.' }).map(({ label }) => label)
    expect(labels.slice(0, 2)).toEqual(['Docker 1', 'No figures at present: Sampling is paused.'])
  })

  test('says that nothing runs only when that is known', () => {
    expect(line({ instances: [stopped] })).toBe('Nothing is running')
    expect(line({ instances: null })).toBe('Nothing is known yet')
  })
})

describe('the last comparison', () => {
  test('can be run again as it was', () => {
    expect(find({}, 'run')?.order).toEqual({ kind: 'run', request: lastRun.request })
  })

  test.for([
    [{ lastRun: { absent: 'there is none yet' } }, 'there is none yet'],
    [{ paused: 'A comparison is running on this machine: other.' }, 'one is running on this machine'],
  ] as const)('is disabled with the reason: %j', ([of, reason]) => {
    const item = find(of, 'run')
    expect(item).toMatchObject({ enabled: false, label: `Run the last comparison (${reason})` })
    expect(item?.order).toBeUndefined()
  })

  test('stays possible while the user has paused sampling', () => {
    expect(find({ paused: 'Sampling is paused.', isPausedByUser: true }, 'run')?.order).toBeDefined()
  })

  test('shows its rounds and can be cancelled while it runs, once', () => {
    const progress = { stage: 'rounds', round: 2, roundsRequested: 5 } as NonNullable<TrayState['run']>['progress']
    const run = { id: 'r', progress, isCancelling: false }
    expect(find({ run }, 'run')).toBeUndefined()
    expect(find({ run }, 'progress')).toMatchObject({ label: 'Comparing: round 2 of 5', enabled: false })
    expect(find({ run }, 'cancel')?.order).toEqual({ kind: 'cancel', run: 'r' })
    expect(find({ run: { ...run, isCancelling: true } }, 'cancel')).toMatchObject({ enabled: false })
  })
})

describe('instances', () => {
  test('that run can be stopped and restarted where they allow it', () => {
    expect(find({ instances: [web] }, 'stop:docker:a')).toMatchObject({
      enabled: true,
      order: { action: 'stop', id: 'docker:a' },
    })
    expect(find({ instances: [{ ...web, actions: ['stop'] }] }, 'restart:docker:a')?.enabled).toBe(false)
  })

  test('that run can be entered in a terminal, where the engine has a way and the desktop a program', () => {
    const of = { instances: [web], enterable: ['docker'] as const, hasTerminal: true }
    expect(find(of, 'enter:docker:a')).toMatchObject({ enabled: true, order: { kind: 'enter', id: 'docker:a' } })
    expect(find({ ...of, enterable: ['qemu'] }, 'enter:docker:a')).toBeUndefined()
    expect(find({ ...of, going: { 'docker:a': 'stopping…' } }, 'enter:docker:a')?.enabled).toBe(false)
    const without = find({ ...of, hasTerminal: false }, 'enter:docker:a')
    expect(without).toEqual({
      id: 'enter:docker:a',
      label: 'Open terminal (no terminal program was found)',
      enabled: false,
    })
  })

  test('to which something is being done say so and take no second order', () => {
    const of = { instances: [web], going: { 'docker:a': 'stopping…' } }
    expect(find(of, 'instance:docker:a')?.label).toBe('web · stopping…')
    expect(find(of, 'stop:docker:a')?.enabled).toBe(false)
  })

  test('of an engine that does not answer are not offered', () => {
    expect(find({ instances: [{ ...web, stale: true }] }, 'stop:docker:a')).toBeUndefined()
  })

  test('are offered to start when they are starred and stopped', () => {
    expect(find({ instances: [stopped] }, 'start:docker:b')).toBeUndefined()
    expect(find({ instances: [stopped], favourites: ['docker:b'] }, 'start:docker:b')?.order).toMatchObject({
      action: 'start',
    })
    expect(find({ instances: [web], favourites: ['docker:a'] }, 'favourites')?.label).toBe('No favourite is stopped')
  })

  test('beyond fifteen are counted, and shown by the page', () => {
    const many = Array.from({ length: 18 }, (_, index) => ({ ...web, id: `docker:${index}` }))
    const items = model({ instances: many })
    expect(items.filter(({ type }) => type === 'submenu')).toHaveLength(15)
    expect(items.find(({ label }) => label?.startsWith('3 more'))?.order).toEqual({
      kind: 'open',
      address: '/?page=live',
    })
  })

  test('with long names and ampersands stay readable', () => {
    const name = `a&b-${'x'.repeat(80)}-end`
    const label = find({ instances: [{ ...web, name }] }, 'instance:docker:a')?.label ?? ''
    expect(label).toMatch(/^a&&b-x+…x+-end · Docker$/)
    expect(label.length).toBeLessThan(55)
  })
})

test('ids are unique, and sampling is ticked while it is paused', () => {
  const items = flatten(model({ instances: [web, stopped], favourites: ['docker:b'], isPausedByUser: true }))
  const ids = items.flatMap(({ id }) => id ?? [])
  expect(new Set(ids).size).toBe(ids.length)
  expect(items.find(({ id }) => id === 'pause')).toMatchObject({
    checked: true,
    order: { kind: 'pause', paused: false },
  })
})
