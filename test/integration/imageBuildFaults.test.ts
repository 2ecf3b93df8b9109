import { execFileSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createDockerDriver } from '../../main/drivers/docker/driver.ts'
import type { BuildOrder, BuildTelling } from '../../main/drivers/imageBuilds.ts'
import { createTestDeps, type TestDeps } from '../support/driverDeps.ts'
import { type PrivateDockerd, startPrivateDockerd } from '../support/privateDockerd.ts'
import { docker } from '../support/probeContainers.ts'
import { importPrograms } from '../support/shellContainer.ts'

const base = `isoscope-test-faults-${process.pid}:base`
const never = new AbortController().signal

describe('a build on a daemon with little room, which then ends', () => {
  let daemon: PrivateDockerd
  let deps: TestDeps
  let folder: string

  beforeAll(async () => {
    daemon = await startPrivateDockerd({ dataMebibytes: 96 })
    deps = createTestDeps({ ...process.env, DOCKER_HOST: daemon.endpoint })
    folder = mkdtempSync(join(tmpdir(), 'isoscope-test-'))
    importPrograms(base, ['/bin/sh', '/bin/sleep', '/bin/cat'])
    try {
      const archive = execFileSync('docker', ['save', base], { maxBuffer: 2 ** 28 })
      execFileSync('docker', ['load', '--quiet'], {
        input: archive,
        env: { ...process.env, DOCKER_HOST: daemon.endpoint },
        stdio: 'pipe',
      })
    } finally {
      docker('rmi', '--force', base)
    }
  })
  afterAll(async () => {
    await daemon?.stop()
    deps?.removeHome()
    rmSync(folder, { recursive: true, force: true })
  })

  const build = (
    text: string,
    tell: (telling: BuildTelling) => void = () => undefined,
    more: Partial<BuildOrder> = {},
  ) => {
    const builds = createDockerDriver(deps).images?.builds
    if (!builds) throw new Error('Docker builds images')
    const order: BuildOrder = {
      dockerfile: { text, path: null },
      folder: null,
      tags: [],
      arguments: [],
      target: null,
      platform: null,
      noCache: false,
      pull: false,
      builder: 'classic',
      ...more,
    }
    return builds.build(order, tell, never)
  }

  it('is told that its disk is full, at the line that filled it', async () => {
    const text = `FROM ${base}\nRUN echo small\nRUN cat /dev/zero > /big\n`
    await expect(build(text)).rejects.toMatchObject({
      code: 'no_space',
      line: 3,
      remedy: { command: 'docker system df' },
    })
  })

  it('is told so where the files do not even arrive', async () => {
    writeFileSync(join(folder, 'big'), Buffer.alloc(110 * 2 ** 20, 1))
    await expect(build('FROM scratch\nCOPY big /\n', undefined, { folder })).rejects.toMatchObject({ code: 'no_space' })
    rmSync(join(folder, 'big'))
  })

  it('works there once there is room, and is told when the daemon ends in the middle', async () => {
    const running = Promise.withResolvers<void>()
    const built = build(`FROM ${base}\nRUN echo first\n\nRUN sleep 100\n`, (telling) => {
      if (telling.kind === 'missed' && telling.number === 3) running.resolve()
    })
    built.catch(running.reject)
    await running.promise
    await daemon.kill()
    await expect(built).rejects.toMatchObject({
      code: 'not_running',
      line: 4,
      message: expect.stringContaining('broke off'),
      remedy: { text: expect.any(String) },
    })
  })
})
