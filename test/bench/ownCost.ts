import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createRouterClient } from '@orpc/server'
import { createApp } from '../../main/app.ts'
import type { Check } from './check.ts'

const rounds = 10

/** CPU seconds of our own process per sample, against the time the samples took: measuring must not be what is measured. */
export async function checkOwnCost(root: string): Promise<Check> {
  const home = mkdtempSync(join(tmpdir(), 'isoscope-bench-'))
  const app = createApp({
    env: { ...process.env, ISOSCOPE_HOME: home },
    platform: process.platform,
    root,
    onError: (error) => console.error(error),
  })
  try {
    const client = createRouterClient(app.router)
    const { id } = await client.runs.start({ contenders: ['host', 'docker'], profile: 'quick', rounds })
    for await (const _ of await client.runs.watch({ id }));
    const run = await client.runs.get({ id })
    const wallSeconds = (Date.parse(run.endedAt ?? '') - Date.parse(run.startedAt)) / 1000
    const perSample = run.ownCost.perSample ?? Number.NaN
    return {
      name: 'CPU seconds of our own process per sample',
      unit: 's',
      ours: { cpuPerSample: perSample, cpu: run.ownCost.cpuSeconds, samples: run.samples.length },
      reference: { wallPerSample: wallSeconds / run.samples.length, wall: wallSeconds },
      limit: 'CPU at most 5 % of the time the samples took',
      holds: run.ownCost.cpuSeconds <= 0.05 * wallSeconds,
    }
  } finally {
    await app.close()
    rmSync(home, { recursive: true, force: true })
  }
}
