import { setTimeout as sleep } from 'node:timers/promises'
import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { readLogs } from '../../main/api/logs.ts'
import type { LogLine, LogRange } from '../../main/contract/live.ts'
import { createDockerDriver } from '../../main/drivers/docker/driver.ts'
import type { Driver } from '../../main/drivers/driver.ts'
import { createHome, runCliToEnd } from '../support/cli.ts'
import { createTestDeps, type TestDeps } from '../support/driverDeps.ts'
import { docker } from '../support/probeContainers.ts'
import { importPrograms } from '../support/shellContainer.ts'

const name = `isoscope-logs-${process.pid}`
const image = `${name}:shell`
const flood = { lines: 200_000, length: 1_000 }

describe('logs of a real daemon', () => {
  let deps: TestDeps
  let driver: Driver
  const run = (suffix: string, script: string) => {
    docker('run', '--detach', '--name', `${name}-${suffix}`, '--label', name, image, '/bin/sh', '-c', script)
    expect(docker('wait', `${name}-${suffix}`)).toBe('0')
    return `docker:${docker('inspect', '--format', '{{.Id}}', `${name}-${suffix}`)}`
  }
  const open = (id: string, range: Partial<LogRange>) =>
    readLogs([driver], { id, follow: false, tail: null, ...range }, undefined)
  const read = async (id: string, range: Partial<LogRange>): Promise<readonly LogLine[]> => {
    const lines: LogLine[] = []
    for await (const chunk of open(id, range)) lines.push(...chunk.lines)
    return lines
  }

  beforeAll(() => {
    deps = createTestDeps()
    driver = createDockerDriver(deps)
    importPrograms(image, ['/bin/sh', '/bin/sleep', '/usr/bin/yes', '/usr/bin/head'])
  })
  afterAll(() => {
    const left = docker('ps', '--all', '--quiet', '--filter', `label=${name}`).split('\n').filter(Boolean)
    if (left.length > 0) docker('rm', '--force', ...left)
    docker('rmi', '--force', image)
    deps.removeHome()
  })

  it('are of the time that is asked for, and the last before a moment are the last before it', async () => {
    const id = run('times', 'echo one; sleep 1; echo two >&2; sleep 1; echo Three; sleep 1; echo four')
    const all = await read(id, {})
    expect(all.map(({ text }) => text)).toEqual(['one', 'two', 'Three', 'four'])
    const [, two, three] = all
    if (!two?.at || !three?.at) throw new Error('Docker tells when')
    const texts = async (range: Partial<LogRange>) => (await read(id, range)).map(({ text }) => text)
    expect(await texts({ since: two.at })).toEqual(['two', 'Three', 'four'])
    expect(await texts({ until: three.at })).toEqual(['one', 'two', 'Three'])
    expect(await texts({ since: two.at, until: three.at })).toEqual(['two', 'Three'])
    expect(await texts({ until: three.at, tail: 1 })).toEqual(['Three'])
    expect(await texts({ since: two.at, tail: 1 })).toEqual(['four'])
    expect(await texts({ since: new Date(Date.now() + 60_000).toISOString() })).toEqual([])

    const home = createHome()
    try {
      const cli = (...args: readonly string[]) => runCliToEnd(['logs', ...args, id], { ISOSCOPE_HOME: home.path })
      const timed = await cli('--timestamps', '--since', two.at)
      expect(timed.stderr).toBe(`${two.at} two\n`)
      expect(timed.stdout.split('\n')[0]).toBe(`${three.at} Three`)
      expect(await cli('--grep', 'THREE')).toMatchObject({ code: 0, stdout: 'Three\n', stderr: '' })
      expect(JSON.parse((await cli('--grep', 'two', '--json')).stdout)).toEqual(two)
      expect(await cli('--since', 'soon')).toMatchObject({ code: 2, stderr: expect.stringContaining('--since takes') })
    } finally {
      home.remove()
    }
  })

  it('of one that has printed 200 MB are read whole by a slow reader in little memory, and their end at once', async () => {
    const id = run('flood', `yes ${'x'.repeat(flood.length - 1)} | head -n ${flood.lines}; echo the end`)
    const before = measureMemory()
    let most = 0
    let count = 0
    let last = ''
    let chunks = 0
    const wholeBegan = performance.now()
    for await (const { lines, dropped } of open(id, {})) {
      expect(dropped).toBe(0)
      count += lines.length
      last = lines.at(-1)?.text ?? last
      // Once so long that all would come meanwhile, if it were not kept waiting.
      await sleep(chunks === 0 ? 3_000 : 5)
      if (chunks++ % 20 === 0) most = Math.max(most, measureMemory() - before)
    }
    const whole = performance.now() - wholeBegan
    expect({ count, last }).toEqual({ count: flood.lines + 1, last: 'the end' })
    expect(most / 2 ** 20).toBeLessThan(32)

    const endBegan = performance.now()
    expect((await read(id, { tail: 3 })).map(({ text }) => text.length)).toEqual([999, 999, 7])
    expect(performance.now() - endBegan).toBeLessThan(whole / 10)

    // One who follows has the end, and is told how much was left out.
    let followed = 0
    for await (const { lines, dropped } of open(id, { follow: true })) followed += lines.length + dropped
    expect(followed).toBe(flood.lines + 1)
  })
})

/** Bytes that are in use: a collection goes before. */
function measureMemory(): number {
  setFlagsFromString('--expose-gc')
  runInNewContext('gc')()
  const { heapUsed, external } = process.memoryUsage()
  return heapUsed + external
}
