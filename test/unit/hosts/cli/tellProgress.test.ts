import { setTimeout as sleep } from 'node:timers/promises'
import { describe, expect, it } from 'vitest'
import { createActivities, type TaskTelling } from '../../../../main/api/activities.ts'
import type { Client } from '../../../../main/hosts/cli/session.ts'
import { tellProgress } from '../../../../main/hosts/cli/tellProgress.ts'

/** What is written while one activity does this work. */
async function write(work: (telling: TaskTelling) => Promise<void>): Promise<string[]> {
  const activities = createActivities({
    drivers: [],
    nameOf: () => undefined,
    onActed: () => undefined,
    onError: () => undefined,
  })
  const activity = {
    steps: async (_: unknown, { signal }: { signal: AbortSignal }) => activities.steps(signal),
    watch: async (_: unknown, { signal }: { signal: AbortSignal }) => activities.watch(signal),
  }
  const lines: string[] = []
  const client = { activity } as unknown as Client
  const telling = tellProgress(client, { write: (text) => lines.push(text) })
  await activities.perform({
    title: 'Load\u001b[31m it',
    action: 'loadImage',
    instance: null,
    findTechnology: () => 'docker',
    work,
  })
  await telling.end()
  await activities.close()
  return lines
}

describe('the lines of what takes its time', () => {
  it('are its steps, none left out and none twice, though all came at once just before the end', async () => {
    const lines = await write(async ({ onProgress }) => {
      for (const step of ['opening', 'reading', 'writing\nit', 'reading']) onProgress({ step, share: null })
    })
    expect(lines).toHaveLength(3)
    expect(lines.join('')).toMatch(/^Load.* it: opening\nLoad.* it: reading\nLoad.* it: writing.it\n$/)
    expect(lines.join('')).not.toContain('\u001b')
  })

  it('tell a step before how much of it is done', async () => {
    const lines = await write(async ({ onProgress }) => {
      onProgress({ step: 'opening', share: null })
      await sleep(300)
      onProgress({ step: 'reading', amount: '50 MiB', share: 0.5 })
      await sleep(300)
    })
    expect(lines.map((line) => line.replace(/^.*?: /, ''))).toEqual([
      'opening\n',
      'reading\n',
      'reading · 50 MiB · 50 %\n',
    ])
  })

  it('tell each tenth of what grows once, and not what it has come to at every look', async () => {
    const lines = await write(async ({ onProgress }) => {
      for (const mib of [1, 2, 21, 22, 23, 100]) {
        onProgress({ step: 'reading', amount: `${mib} MiB`, share: mib / 100 })
        await sleep(300)
      }
    })
    expect(lines.map((line) => line.replace(/^.*?: /, ''))).toEqual(['reading\n', 'reading · 21 MiB · 21 %\n'])
  })
})
