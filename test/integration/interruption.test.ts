import { mkdirSync, readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import Docker from 'dockerode'
import { pack } from 'tar-stream'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { type Run, runSchema } from '../../main/contract/run.ts'
import { listDescendants, readProcFile } from '../../main/os/proc.ts'
import { createHome, projectRoot, type RunningCli, runCliToEnd, startCli } from '../support/cli.ts'
import { findLeftovers } from '../support/leftovers.ts'
import { startPrivateDockerd } from '../support/privateDockerd.ts'
import { linkSharedCache } from '../support/sharedCache.ts'
import { runWithoutPrograms } from '../support/withoutPrograms.ts'

function readRun(file: string): Run {
  return runSchema.parse(JSON.parse(readFileSync(file, 'utf8')))
}

function statusOf(run: Run): Record<string, string> {
  return Object.fromEntries(run.contenders.map(({ id, status }) => [id, status]))
}

/** kill -9 of the process that measures: the wrapper's child, and the wrapper with it. */
function killMeasuringProcess({ child }: RunningCli): void {
  const pids = [child.pid ?? 0, ...listDescendants(child.pid ?? 0)]
  const ours = pids.filter((pid) => readProcFile(`/proc/${pid}/cmdline`)?.includes('isoscope.mjs'))
  for (const pid of ours.reverse()) process.kill(pid, 'SIGKILL')
}

describe('a comparison that does not go as planned', () => {
  let home: ReturnType<typeof createHome>
  let env: Record<string, string>
  let file: string

  beforeEach(() => {
    home = createHome()
    linkSharedCache(home.path)
    env = { ISOSCOPE_HOME: home.path }
    file = join(home.path, 'out.json')
  })
  afterEach(() => home.remove())

  it('skips an engine that does not answer and one that is not installed, each with its remedy, and measures the others', async () => {
    const args = ['compare', '--contenders', 'host,docker,qemu', '--rounds', '1', '--json', file]
    const { code, stderr } = await runWithoutPrograms(['qemu-system-x86_64'], args, {
      ...env,
      DOCKER_HOST: `unix://${home.path}/nobody.sock`,
    })
    const run = readRun(file)
    expect(statusOf(run)).toEqual({ host: 'completed', docker: 'skipped', qemu: 'skipped' })
    expect(run.contenders.find(({ id }) => id === 'docker')?.error?.remedy).toBeTruthy()
    expect(stderr).toMatch(/Docker skipped/)
    expect(run.contenders.find(({ id }) => id === 'qemu')?.error).toMatchObject({
      code: 'not_installed',
      remedy: { command: expect.stringContaining('qemu') },
    })
    expect(code).toBe(0)
  })

  it('refuses a file it cannot write before it measures anything', async () => {
    const args = ['compare', '--contenders', 'host', '--json', join(home.path, 'missing', 'out.json')]
    const { code, stderr } = await runCliToEnd(args, env)
    expect({ code, stderr }).toEqual({ code: 2, stderr: expect.stringMatching(/^isoscope: --json cannot write/) })
  })

  it('fails the contender whose engine is killed in the middle, and completes the others', async () => {
    const dockerd = await startPrivateDockerd()
    try {
      const args = ['compare', '--contenders', 'host,docker', '--rounds', '6', '--json', file]
      const cli = startCli(args, { ...env, DOCKER_HOST: dockerd.endpoint })
      await cli.waitForStderr('round 2 of 6')
      await dockerd.kill()
      const { code, stderr } = await cli.result
      const run = readRun(file)
      expect(statusOf(run)).toEqual({ host: 'completed', docker: 'failed' })
      expect(run.contenders.find(({ id }) => id === 'host')?.metrics.startup).toHaveProperty('samples.length', 6)
      expect(run.contenders.find(({ id }) => id === 'docker')?.error?.message).toMatch(/answers at unix:/)
      expect(stderr).toMatch(/Docker failed/)
      expect(code).toBe(1)
    } finally {
      await dockerd.stop()
    }
  })

  it('lets no second one begin and no sweep take anything of it; leaves nothing after Ctrl-C, and exits with 130', async () => {
    const cli = startCli(['compare', '--contenders', 'host,venv,docker', '--rounds', '50', '--json', file], env)
    await cli.waitForStderr('round 1 of 50')
    const second = createHome()
    try {
      const refused = await runCliToEnd(['compare', '--contenders', 'host', '--rounds', '1'], {
        ISOSCOPE_HOME: second.path,
      })
      expect(refused.code).toBe(1)
      expect(refused.stderr).toMatch(/process \d+/)
    } finally {
      second.remove()
    }
    expect(await runCliToEnd(['sweep'], env)).toMatchObject({ code: 0, stdout: '' })
    await cli.waitForStderr('round 3 of 50')
    cli.child.kill('SIGINT')
    expect((await cli.result).code).toBe(130)
    const run = readRun(file)
    expect(run).toMatchObject({ status: 'cancelled', endedBy: 'cancel' })
    // What the sweep had taken would have failed in the round after it.
    expect(run.samples.filter(({ ok, round }) => !ok && round <= 2)).toEqual([])
    expect(await findLeftovers()).toEqual([])
  })

  it('is swept after kill -9, and nothing of the user goes with it', async () => {
    const docker = new Docker()
    const lookAlike = {
      folder: '/tmp/isoscope-docker-notours',
      container: 'isoscope-run-look-alike',
      image: 'isoscope-run:mine',
    }
    const cli = startCli(['compare', '--contenders', 'host,venv,docker,qemu', '--rounds', '50'], env)
    mkdirSync(lookAlike.folder, { recursive: true })
    try {
      await cli.waitForStderr('round 1 of 50')
      const ours = (await docker.listImages()).find(({ Labels }) => Labels?.['isoscope.run'])
      if (!ours) throw new Error('the run has an image')
      // A name like ours and even our files, but not our label: what a user may well have.
      await makeLookAlikeImage(docker, lookAlike.image)
      await docker.createContainer({ name: lookAlike.container, Image: lookAlike.image, Cmd: ['/probe', 'ready'] })
      killMeasuringProcess(cli)
      await cli.result
      expect(await findLeftovers()).not.toEqual([])
      const sweep = await runCliToEnd(['sweep'], env)
      expect(sweep).toMatchObject({ code: 0, stdout: expect.stringMatching(/removed .*image/) })
      expect(await findLeftovers()).toEqual([])
      expect((await docker.getContainer(lookAlike.container).inspect()).Name).toBe(`/${lookAlike.container}`)
      expect((await docker.getImage(lookAlike.image).inspect()).RepoTags).toContain(lookAlike.image)
      const again = await runCliToEnd(['sweep'], env)
      expect(again).toMatchObject({ code: 0, stdout: '' })
    } finally {
      await docker
        .getContainer(lookAlike.container)
        .remove({ force: true })
        .catch(() => undefined)
      await docker
        .getImage(lookAlike.image)
        .remove({ force: true })
        .catch(() => undefined)
      rmSync(lookAlike.folder, { recursive: true, force: true })
    }
  })

  it('is swept after kill -9 while many run at once, all of them', async () => {
    const cli = startCli(['compare', '--contenders', 'docker', '--rounds', '1', '--all-metrics'], env)
    await cli.waitForStderr(/\b[3-9] of \d+ at once/)
    killMeasuringProcess(cli)
    await cli.result
    const containers = (await findLeftovers()).filter((thing) => thing.startsWith('container '))
    expect(containers.length).toBeGreaterThanOrEqual(3)
    const sweep = await runCliToEnd(['sweep'], env)
    expect(sweep.code).toBe(0)
    expect(sweep.stdout.match(/^removed container /gm)?.length).toBeGreaterThanOrEqual(containers.length)
    expect(await findLeftovers()).toEqual([])
    expect(await runCliToEnd(['sweep'], env)).toMatchObject({ code: 0, stdout: '' })
  })
})

/** `docker import` of an archive with the probe in it, under a name like one of ours. */
async function makeLookAlikeImage(docker: Docker, tag: string): Promise<void> {
  const archive = pack()
  archive.entry({ name: 'probe', mode: 0o755 }, readFileSync(join(projectRoot, 'build', 'probe', 'probe')))
  archive.finalize()
  const [repo, name] = tag.split(':')
  const stream = await docker.importImage(Readable.from(archive), { repo, tag: name })
  await new Promise((resolve, reject) =>
    docker.modem.followProgress(stream, (error) => (error ? reject(error) : resolve(null))),
  )
}
