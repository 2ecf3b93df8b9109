import { setTimeout as sleep } from 'node:timers/promises'
import { afterEach, describe, expect, it } from 'vitest'
import type { Action, Instance } from '../../main/contract/instance.ts'
import { detailsSchema, imageSchema, type LogLine, logLineSchema } from '../../main/contract/live.ts'
import type { Lifecycle } from '../../main/drivers/driver.ts'
import { EngineError } from '../../main/model/engineError.ts'
import { errorOf, expectNothingLeft } from './aborts.ts'
import type { Subject } from './subject.ts'

const never = new AbortController().signal

/** Abilities a driver may have or not; those it has are tried on an instance of its own. */
export function describeLive(subject: Subject, lifecycle: Lifecycle): void {
  const { driver } = subject
  const { power, rename, logs } = lifecycle
  const unique = subject.deps.owner.storeId.replace(/[^a-zA-Z0-9]/g, '')
  const find = async (id: string) => (await driver.list(never)).find((one) => one.id === id)
  const withInstance = async (name: string, use: (instance: Instance) => Promise<void>) => {
    const instance = await lifecycle.create({ name: `${unique}${name}` }, never)
    try {
      await use(instance)
    } finally {
      // By whatever name or id it has now.
      for (const { id } of (await driver.list(never)).filter((one) => one.name.startsWith(`${unique}${name}`))) {
        await lifecycle.remove(id, never)
      }
    }
  }

  describe('with what it can tell and do of them', () => {
    afterEach(() => expectNothingLeft(subject))

    it('offers of each instance what its state allows', async () => {
      await withInstance('offers', async (instance) => {
        expect((await find(instance.id))?.actions).toEqual(instance.actions)
        expect(instance.actions).toContain('remove')
        expect(instance.actions.includes('rename')).toBe(rename !== undefined)
        expect(instance.actions.includes('start')).toBe(power !== undefined)
        if (!power) return
        await power.start(instance.id, never)
        const running = await find(instance.id)
        const offered: Partial<Record<Action, unknown>> = power
        for (const action of ['stop', 'restart', 'pause', 'kill'] as const) {
          expect(running?.actions.includes(action), action).toBe(offered[action] !== undefined)
        }
        expect(running?.actions).not.toContain('start')
        if (running?.startedAt) expect(Math.abs(Date.now() - Date.parse(running.startedAt))).toBeLessThan(60_000)
      })
    })

    if (rename) describeRename(rename)
    if (power) describePower(power)
    if (logs) describeLogs(logs)
    if (driver.events) describeEvents(driver.events)

    const { sample, details, images } = driver
    if (sample) {
      it('tells the use of what runs, and leaves out what is gone', async () => {
        await withInstance('used', async ({ id }) => {
          if (!power) throw new Error('what is sampled runs')
          await power.start(id, never)
          // As it is used: what the list has is sampled.
          expect(await find(id)).toHaveProperty('state', 'running')
          const [first] = await sample([id, `${driver.technology}:${unique}gone`, 'other:x', ''], never)
          const [second, ...further] = await sample([id], never)
          expect([first?.id, second?.id, further]).toEqual([id, id, []])
          expect(second?.at).toBeGreaterThan(first?.at ?? Number.POSITIVE_INFINITY)
          expect(second?.cpuNs).toBeGreaterThanOrEqual(first?.cpuNs ?? Number.POSITIVE_INFINITY)
          expect(second?.memory).toBeGreaterThan(0)
          await power.stop(id, never)
          expect(await sample([id], never)).toEqual([])
        })
        expect(await sample([], never)).toEqual([])
        expect(await errorOf(Promise.resolve(sample([`${driver.technology}:x`], AbortSignal.abort())))).toHaveProperty(
          'code',
          'cancelled',
        )
      })
    }

    if (details) {
      it('tells the details of one, running or not, and of nothing else', async () => {
        await withInstance('details', async ({ id }) => {
          const still = detailsSchema.parse(await details(id, never))
          expect(still.disk).toHaveProperty('unique')
          if (power) {
            expect(still.memory).toHaveProperty('absent')
            await power.start(id, never)
            expect(detailsSchema.parse(await details(id, never)).memory).toHaveProperty('pss')
          }
        })
        expect(await errorOf(details(`${driver.technology}:${unique}gone`, never))).toHaveProperty('code', 'not_found')
      })
    }

    if (images) {
      it('lists images as the contract has them, ours among them while something is made from it', async () => {
        await withInstance('imaged', async () => {
          const listed = await images.list(never)
          for (const image of listed) expect(imageSchema.safeParse(image).error).toBeUndefined()
          expect(listed.some(({ owner, containers }) => owner === 'isoscope' && containers > 0)).toBe(true)
        })
      })
    }
  })

  function describeRename(change: NonNullable<Lifecycle['rename']>): void {
    it('gives one another name, and finds and removes it afterwards', async () => {
      await withInstance('named', async (instance) => {
        const wanted = `${unique}named.new`
        const listKept = () =>
          [...subject.rows.values()].filter(({ lifetime }) => lifetime === 'kept').map(({ ref }) => ref)
        // Some engines know what they have by an id of their own, which stays.
        const isNamed = listKept().some((ref) => ref.endsWith(instance.name))
        await change(instance.id, wanted, never)
        const renamed = (await driver.list(never)).filter(({ name }) => name === wanted)
        expect(renamed).toHaveLength(1)
        expect((await driver.list(never)).some(({ name }) => name === instance.name)).toBe(false)
        const kept = listKept()
        expect(kept.some((ref) => ref.endsWith(wanted))).toBe(isNamed)
        expect(kept.some((ref) => ref.endsWith(instance.name))).toBe(false)
        // The old name is free, the new one is not.
        const other = await lifecycle.create({ name: instance.name }, never)
        expect(await errorOf(change(other.id, wanted, never))).toHaveProperty('code', 'name_taken')
        expect((await driver.list(never)).filter(({ name }) => name === wanted)).toHaveLength(1)
      })
    })

    it('refuses names that nothing may have, and names for nothing', async () => {
      await withInstance('kept', async ({ id, name }) => {
        for (const refused of ['', '-rf', 'two words', '../outside', 'a,b', 'x'.repeat(64)]) {
          expect((await errorOf(change(id, refused, never))).code, refused).toBe('bad_input')
        }
        expect((await find(id))?.name).toBe(name)
      })
      const gone = change(`${driver.technology}:${unique}gone`, `${unique}x`, never)
      expect(await errorOf(gone)).toHaveProperty('code', 'not_found')
    })
  }

  function describePower(of: NonNullable<Lifecycle['power']>): void {
    const { pause, resume, kill, restart } = of
    const gone = `${driver.technology}:${unique}gone`

    if (pause && resume) {
      it('pauses and resumes, and only where that has a meaning', async () => {
        await withInstance('paused', async ({ id }) => {
          expect(await errorOf(pause(id, never))).toHaveProperty('code', 'unsupported')
          expect(await errorOf(resume(id, never))).toHaveProperty('code', 'unsupported')
          await of.start(id, never)
          expect(await errorOf(resume(id, never))).toHaveProperty('code', 'unsupported')
          await pause(id, never)
          expect(await find(id)).toMatchObject({
            state: 'paused',
            actions: expect.arrayContaining(['resume', 'remove']),
          })
          expect(await errorOf(pause(id, never))).toHaveProperty('code', 'unsupported')
          await resume(id, never)
          expect(await find(id)).toHaveProperty('state', 'running')
          // A paused one is removed as well.
          await pause(id, never)
        })
        expect(await errorOf(pause(gone, never))).toHaveProperty('code', 'not_found')
      })
    }

    if (kill) {
      it('kills what runs, and nothing else', async () => {
        await withInstance('killed', async ({ id }) => {
          expect(await errorOf(kill(id, never))).toHaveProperty('code', 'unsupported')
          await of.start(id, never)
          await kill(id, never)
          expect(await find(id)).toHaveProperty('state', 'stopped')
        })
        expect(await errorOf(kill(gone, never))).toHaveProperty('code', 'not_found')
      })
    }

    if (restart) {
      it('restarts what runs', async () => {
        await withInstance('again', async ({ id }) => {
          await of.start(id, never)
          await restart(id, never)
          expect(await find(id)).toHaveProperty('state', 'running')
        })
        expect(await errorOf(restart(gone, never))).toHaveProperty('code', 'not_found')
      })
    }
  }

  function describeLogs(read: NonNullable<Lifecycle['logs']>): void {
    const collect = async (
      id: string,
      follow: boolean,
      signal: AbortSignal,
      enough = Number.POSITIVE_INFINITY,
      lines: LogLine[] = [],
    ) => {
      for await (const line of read(id, { follow, tail: 100 }, signal)) {
        lines.push(logLineSchema.parse(line))
        if (lines.length >= enough) break
      }
      return lines
    }

    it('reads what one has written, follows it, and ends when it ends or the reader goes', async () => {
      await withInstance('written', async ({ id }) => {
        if (!power) throw new Error('what writes runs')
        await power.start(id, never)
        const [first] = await collect(id, true, AbortSignal.timeout(20_000), 1)
        expect(first?.text).not.toBe('')
        const leaving = new AbortController()
        const seen: LogLine[] = []
        const left = collect(id, true, leaving.signal, undefined, seen)
        await expect.poll(() => seen.length).toBeGreaterThan(0)
        leaving.abort()
        await left
        const following = collect(id, true, never)
        await power.stop(id, never)
        expect((await following).length).toBeGreaterThan(0)
        expect((await collect(id, false, never)).length).toBeGreaterThan(0)
      })
      const gone = collect(`${driver.technology}:${unique}gone`, true, never)
      expect(await errorOf(gone)).toHaveProperty('code', 'not_found')
    })
  }

  function describeEvents(watch: NonNullable<Subject['driver']['events']>): void {
    it('tells that something has come and gone, and ends when the signal aborts', async () => {
      const over = new AbortController()
      const seen: (string | null)[] = []
      const watching = (async () => {
        for await (const { id } of watch(over.signal)) seen.push(id)
      })()
      const waitFor = async (holds: () => boolean) => {
        for (let waited = 0; !holds() && waited < 10_000; waited += 20) await sleep(20)
        expect(holds(), JSON.stringify(seen)).toBe(true)
      }
      await sleep(300)
      let before = seen.length
      await withInstance('told', async ({ id }) => {
        await waitFor(() => seen.length > before && (seen.includes(id) || seen.includes(null)))
        before = seen.length
      })
      await waitFor(() => seen.length > before)
      over.abort()
      await watching
      for await (const event of watch(AbortSignal.abort())) expect(event).toBeUndefined()
    })

    it('says so when there is no engine to be asked', async () => {
      const away = subject.createWith({ ...subject.deps.env, PATH: '', DOCKER_HOST: 'unix:///nowhere/docker.sock' })
      if ((await away.detect(never)).state === 'ready' || !away.events) return
      const error = await away
        .events(never)
        [Symbol.asyncIterator]()
        .next()
        .then(
          () => null,
          (thrown: unknown) => thrown,
        )
      expect(error).toBeInstanceOf(EngineError)
    })
  }
}
