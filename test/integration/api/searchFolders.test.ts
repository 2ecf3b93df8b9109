import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { createRouterClient } from '@orpc/server'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { GateCapability } from '../../../main/api/commandGate.ts'
import { type App, createApp } from '../../../main/app.ts'
import { createHome, projectRoot } from '../../support/cli.ts'

describe('the folders that are searched for environments', () => {
  let home: ReturnType<typeof createHome>
  let user: ReturnType<typeof createHome>
  let apps: App[]
  /** The real app behind a door with these capabilities. */
  const open = (...capabilities: readonly GateCapability[]) => {
    const app = createApp({
      env: { PATH: process.env.PATH, HOME: user.path, ISOSCOPE_HOME: home.path },
      platform: process.platform,
      root: projectRoot,
      lockPath: join(home.path, 'lock'),
      commandGate: { capabilities: new Set(capabilities), approvedRoots: ['/'] },
      onError: () => undefined,
    })
    apps.push(app)
    return createRouterClient(app.router)
  }

  beforeEach(() => {
    home = createHome()
    user = createHome()
    apps = []
    mkdirSync(join(user.path, 'shop', 'env'), { recursive: true })
    writeFileSync(join(user.path, 'shop', 'env', 'pyvenv.cfg'), 'home = /usr/bin\n')
  })
  afterEach(async () => {
    for (const app of apps) await app.close()
    user.remove()
    home.remove()
  })

  it('can be named where the door has the capability, and their environments are in the list at once', async () => {
    const client = open('folders.change')
    const ids = async () => (await client.instances.list({})).instances.map(({ id }) => id)
    const id = `venv:${user.path}/shop/env`
    expect(await ids()).not.toContain(id)
    expect(await client.settings.folders.add({ path: user.path })).toEqual({ folders: [user.path] })
    expect(await ids()).toContain(id)
    // Another process, such as the page's, sees them too.
    expect(await open().settings.folders.list({})).toEqual({ folders: [user.path] })
    expect(await client.settings.folders.remove({ path: user.path })).toEqual({ folders: [] })
    expect(await ids()).not.toContain(id)
  })

  it('cannot be named through any other, nor one that does not exist', async () => {
    const page = open('run.custom')
    for (const change of [page.settings.folders.add, page.settings.folders.remove]) {
      await expect(change({ path: user.path })).rejects.toMatchObject({
        code: 'ENGINE',
        data: { code: 'permission_denied', remedy: { command: expect.stringContaining('isoscope folders') } },
      })
    }
    await expect(open('folders.change').settings.folders.add({ path: `${user.path}/none` })).rejects.toMatchObject({
      data: { code: 'bad_input' },
    })
    expect(await page.settings.folders.list({})).toEqual({ folders: [] })
  })
})
