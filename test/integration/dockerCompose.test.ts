import { mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createRouterClient } from '@orpc/server'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createApp } from '../../main/app.ts'
import { createHome, projectRoot, runCliToEnd, startCli } from '../support/cli.ts'
import { docker } from '../support/probeContainers.ts'
import { importPrograms } from '../support/shellContainer.ts'

const name = `isoscope-compose-${process.pid}`
const image = `${name}:base`

/** The web takes its time to stop, so that this step is told before the next one: at most four of them are in a second. */
const composeFile = `
services:
  db:
    image: ${image}
    command: ["/bin/sh", "-c", "echo the db is here; exec /bin/sleep 1000"]
    stop_signal: KILL
    volumes: ["data:/data"]
  web:
    image: ${image}
    command: ["/bin/sh", "-c", "echo the web is here; trap '/bin/sleep 1; exit' TERM; /bin/sleep 1000 & wait"]
    depends_on: [db]
volumes: { data: {} }
`

describe('a Compose project of two services', () => {
  const home = createHome()
  const folder = mkdtempSync(join(tmpdir(), 'isoscope-compose-'))
  const isoscope = (...args: readonly string[]) => runCliToEnd(['compose', ...args], { ISOSCOPE_HOME: home.path })
  const labelled = (kind: 'container' | 'network' | 'volume') => {
    const all = kind === 'container' ? ['--all'] : []
    return docker(kind, 'ls', '--quiet', ...all, '--filter', `label=com.docker.compose.project=${name}`)
  }
  /** As the daemon saw them, in order. */
  const listDeaths = (since: string) => {
    const filters = ['event=die', `label=com.docker.compose.project=${name}`].flatMap((one) => ['--filter', one])
    const until = new Date().toISOString()
    const format = '{{.Actor.Attributes.name}}'
    return docker('events', '--since', since, '--until', until, ...filters, '--format', format).split('\n')
  }
  const open = (capabilities: readonly 'run.custom'[]) =>
    createApp({
      env: { ...process.env, ISOSCOPE_HOME: home.path },
      platform: process.platform,
      root: projectRoot,
      commandGate: { capabilities: new Set(capabilities), approvedRoots: [folder] },
      onError: () => undefined,
    })
  const [opened, closed] = [open(['run.custom']), open([])]
  const client = createRouterClient(opened.router)
  const seen = async () => (await client.projects.list({})).projects.find((one) => one.name === name)
  const act = (action: 'start' | 'stop') => client.projects.perform({ action, technology: 'docker', name })
  const down = (volumes: boolean) => client.projects.perform({ action: 'down', technology: 'docker', name, volumes })

  beforeAll(() => {
    importPrograms(image, ['/bin/sh', '/bin/sleep'])
    writeFileSync(join(folder, 'compose.yaml'), composeFile)
  })
  afterAll(async () => {
    await Promise.all([opened.close(), closed.close()])
    for (const id of labelled('container').split('\n').filter(Boolean)) docker('rm', '--force', id)
    for (const id of labelled('network').split('\n').filter(Boolean)) docker('network', 'rm', id)
    for (const id of labelled('volume').split('\n').filter(Boolean)) docker('volume', 'rm', id)
    docker('rmi', '--force', image)
    rmSync(folder, { recursive: true })
    home.remove()
  })

  it('comes up, with its steps told, and is found by its labels', async () => {
    const { code, stdout, stderr } = await isoscope('up', folder, '--name', name)
    expect({ code, stdout }, stderr).toEqual({ code: 0, stdout: `${name}: up\n` })
    expect(stderr).toMatch(/: Creating .*db_1/)
    expect(await seen()).toMatchObject({
      state: 'running',
      folder,
      files: [join(folder, 'compose.yaml')],
      services: [
        { name: 'db', image, containers: [{ state: 'running' }] },
        { name: 'web', image, containers: [{ state: 'running' }] },
      ],
    })
  })

  it('shows what each service has written', async () => {
    expect((await isoscope('logs', name)).stdout.split('\n').sort().slice(1)).toEqual([
      `${name}_db_1  | the db is here`,
      `${name}_web_1 | the web is here`,
    ])
  })

  it('is stopped from the last to the first, started, and taken down with its volumes only where these are meant', async () => {
    const since = new Date().toISOString()
    const { stderr } = await isoscope('stop', name)
    expect(stderr).toMatch(/stopping .*web_1\n(.*\n)*.*stopping .*db_1/)
    expect(listDeaths(since)).toEqual([`${name}_web_1`, `${name}_db_1`])
    expect(await seen()).toMatchObject({ state: 'stopped' })
    await act('start')
    expect(await seen()).toMatchObject({ state: 'running' })
    await down(false)
    expect([labelled('container'), labelled('network')]).toEqual(['', ''])
    expect(labelled('volume')).not.toBe('')
    await expect(down(false)).rejects.toMatchObject({ data: { code: 'not_found' } })
    await client.projects.perform({ action: 'up', technology: 'docker', folder, name })
    await down(true)
    expect([labelled('container'), labelled('volume')]).toEqual(['', ''])
  })

  it('that cannot come up says why, and one that is cancelled ends', async () => {
    const broken = mkdtempSync(join(folder, 'broken'))
    writeFileSync(join(broken, 'compose.yaml'), `services: { web: { image: "${image}", colour: red } }\n`)
    await expect(
      client.projects.perform({ action: 'up', technology: 'docker', folder: broken, name }),
    ).rejects.toMatchObject({ data: { code: 'engine_failed', detail: expect.stringContaining('colour') } })
    const running = startCli(['compose', 'up', folder, '--name', name], { ISOSCOPE_HOME: home.path })
    await running.waitForStderr(/looking for Compose/)
    running.child.kill('SIGINT')
    expect(await running.result).toMatchObject({ code: 130 })
  })

  it('comes up from a page only below an approved root and where commands are allowed', async () => {
    const outside = mkdtempSync(join(tmpdir(), 'isoscope-outside-'))
    writeFileSync(join(outside, 'secret.yaml'), composeFile)
    symlinkSync(join(outside, 'secret.yaml'), join(folder, 'link.yaml'))
    const up = (app: typeof opened, where: string, file?: string) => {
      const request = { action: 'up', technology: 'docker', folder: where, name, ...(file && { file }) } as const
      const answer = createRouterClient(app.router).projects.perform(request)
      return answer.then(
        () => 'done',
        (error: { data: { code: string } }) => error.data.code,
      )
    }
    try {
      expect(await up(closed, folder)).toBe('permission_denied')
      expect(await up(opened, outside, 'secret.yaml')).toBe('bad_input')
      expect(await up(opened, folder, 'link.yaml')).toBe('bad_input')
      expect(await up(opened, folder, 'nothing.yaml')).toBe('not_found')
      expect(labelled('container')).toBe('')
    } finally {
      rmSync(outside, { recursive: true })
    }
  })
})
