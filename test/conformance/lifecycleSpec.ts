import { afterEach, describe, expect, it } from 'vitest'
import { instanceSchema } from '../../main/contract/instance.ts'
import type { Lifecycle } from '../../main/drivers/driver.ts'
import { EngineError } from '../../main/model/engineError.ts'
import { abortAt, chooseMoments, errorOf, expectNothingLeft } from './aborts.ts'
import { describeLive } from './liveSpec.ts'
import type { Subject } from './subject.ts'

const never = new AbortController().signal

/** None of these may become an option, a path or part of a shell's line. */
const refusedNames = [
  '',
  ' ',
  'two words',
  "it's",
  '"quoted"',
  'a,b',
  'a,readonly=on',
  'naïve-λ-名前-🐳',
  '-rf',
  '--help',
  '.',
  '..',
  '../outside',
  'a/b',
  '/absolute',
  'a\nb',
  'a\0b',
  '$(id)',
  '`id`',
  'a;b',
  'x'.repeat(64),
  'x'.repeat(300),
]

export function describeLifecycle(subject: Subject, lifecycle: Lifecycle): void {
  const { driver } = subject
  const unique = subject.deps.owner.storeId.replace(/[^a-zA-Z0-9]/g, '')
  const listNames = async () => (await driver.list(never)).map(({ name }) => name)
  const findState = async (id: string) => (await driver.list(never)).find((one) => one.id === id)?.state

  describeLive(subject, lifecycle)

  describe('with instances a user keeps', () => {
    afterEach(() => expectNothingLeft(subject))

    it('lists one, with the longest name there may be, after its creation and not after its removal', async () => {
      const name = `a.b_c-${unique}`.padEnd(63, 'n')
      const instance = await lifecycle.create({ name }, never)
      expect(instanceSchema.parse(instance)).toMatchObject({ name, technology: driver.technology, owner: 'isoscope' })
      expect((await driver.list(never)).filter(({ id }) => id === instance.id)).toMatchObject([{ name }])
      expect([...subject.rows.values()].some(({ lifetime }) => lifetime === 'kept')).toBe(true)
      expect(await errorOf(lifecycle.create({ name }, never))).toHaveProperty('code', 'name_taken')
      expect(await listNames()).toContain(name)
      await lifecycle.remove(instance.id, never)
      expect(await listNames()).not.toContain(name)
      expect(await errorOf(lifecycle.remove(instance.id, never))).toHaveProperty('code', 'not_found')
    })

    it('refuses names that could become an option, a path or part of a line, and makes nothing', async () => {
      const rows = [...subject.rows.keys()]
      for (const name of refusedNames) {
        expect((await errorOf(lifecycle.create({ name }, never))).code, JSON.stringify(name)).toBe('bad_input')
      }
      // Others make theirs on the same engine meanwhile.
      expect((await listNames()).filter((name) => refusedNames.includes(name))).toEqual([])
      expect([...subject.rows.keys()]).toEqual(rows)
    })

    it('finds nothing under ids that are not its own', async () => {
      const { technology } = driver
      const ids = ['', technology, `${technology}:`, `${technology}:.`, `${technology}:..`, `${technology}:../..`]
      const strange = ['-rf', `${technology}:-rf`, `${technology}:/`, `${technology}:/tmp`, `${technology}:/etc/passwd`]
      for (const id of [
        ...ids,
        ...strange,
        `${technology}:${unique}gone`,
        `other:${unique}`,
        `${technology}:${'x'.repeat(300)}`,
      ]) {
        expect((await errorOf(lifecycle.remove(id, never))).code, id).toMatch(/^(not_found|bad_input)$/)
        if (!lifecycle.power) continue
        expect((await errorOf(lifecycle.power.start(id, never))).code, id).toMatch(/^(not_found|bad_input)$/)
        expect((await errorOf(lifecycle.power.stop(id, never))).code, id).toMatch(/^(not_found|bad_input)$/)
      }
    })

    it('makes and removes two at once', async () => {
      const names = [`${unique}one`, `${unique}two`]
      const made = await Promise.all(names.map((name) => lifecycle.create({ name }, never)))
      expect(await listNames()).toEqual(expect.arrayContaining(names))
      await Promise.all(made.map(({ id }) => lifecycle.remove(id, never)))
    })

    it('gives one name to one of two who want it at once', async () => {
      const name = `${unique}same`
      const tries = await Promise.allSettled([lifecycle.create({ name }, never), lifecycle.create({ name }, never)])
      const made = tries.flatMap((one) => (one.status === 'fulfilled' ? [one.value] : []))
      const refused = tries.flatMap((one) => (one.status === 'rejected' ? [one.reason] : []))
      expect(made).toHaveLength(1)
      expect(refused).toMatchObject([{ code: 'name_taken' }])
      expect((await listNames()).filter((one) => one === name)).toHaveLength(1)
      // And of two who remove it, one.
      const removals = await Promise.allSettled(made.flatMap(({ id }) => [0, 1].map(() => lifecycle.remove(id, never))))
      for (const removal of removals) {
        if (removal.status === 'rejected') expect(removal.reason).toMatchObject({ code: 'not_found' })
      }
      expect(removals.map(({ status }) => status)).toContain('fulfilled')
    })

    it('leaves nothing of a creation that is aborted, whenever that is', async () => {
      for (const moment of chooseMoments(subject, subject.typicalCreate, 3)) {
        const name = `${unique}aborted`
        const outcome = await abortAt(subject, moment, ({ signal }) => lifecycle.create({ name }, signal))
        if (outcome !== 'cancelled') await lifecycle.remove(outcome.done.id, never)
        expect(await listNames()).not.toContain(name)
        await expectNothingLeft(subject, moment)
      }
    })

    it('after an aborted removal has it, or has nothing of it', async () => {
      const name = `${unique}removed`
      let instance = await lifecycle.create({ name }, never)
      for (const moment of [{ event: 0 }, { event: 1 }, { delay: 0 }, { delay: 15 * Math.random() }]) {
        await abortAt(subject, moment, ({ signal }) => lifecycle.remove(instance.id, signal))
        if ((await listNames()).includes(name)) continue
        await expectNothingLeft(subject, moment)
        instance = await lifecycle.create({ name }, never)
      }
      await lifecycle.remove(instance.id, never)
    })

    const { power } = lifecycle
    if (!power) return

    it('starts and stops, twice without harm, and removes what runs', async () => {
      const { id } = await lifecycle.create({ name: `${unique}power` }, never)
      await power.stop(id, never)
      expect(await findState(id)).toMatch(/^(created|stopped)$/)
      await power.start(id, never)
      expect(await findState(id)).toBe('running')
      await power.start(id, never)
      expect(await findState(id)).toBe('running')
      await power.stop(id, never)
      expect(await findState(id)).toBe('stopped')
      await power.stop(id, never)
      expect(await findState(id)).toBe('stopped')
      await power.start(id, never)
      await lifecycle.remove(id, never)
      expect(await findState(id)).toBeUndefined()
    })

    it('can be removed after aborted starts and stops', async () => {
      const { id } = await lifecycle.create({ name: `${unique}power2` }, never)
      for (const moment of chooseMoments(subject, subject.typicalStart, 0).slice(0, 4)) {
        await abortAt(subject, moment, ({ signal }) => power.start(id, signal))
        expect(await findState(id)).toMatch(/^(created|stopped|running)$/)
        await abortAt(subject, moment, ({ signal }) => power.stop(id, signal))
        expect(await findState(id)).toMatch(/^(created|stopped|running)$/)
      }
      await lifecycle.remove(id, never)
      expect(await errorOf(power.start(id, never))).toBeInstanceOf(EngineError)
    })
  })
}
