import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createRouterClient } from '@orpc/server'
import { createApp } from '../../main/app.ts'
import type { Run } from '../../main/contract/run.ts'

/** A run of host and Docker from beginning to end, with a store of its own that goes with it. */
export async function measureHostAndDocker(root: string, rounds: number): Promise<Run> {
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
    return await client.runs.get({ id })
  } finally {
    await app.close()
    rmSync(home, { recursive: true, force: true })
  }
}
