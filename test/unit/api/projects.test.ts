import { execFileSync } from 'node:child_process'
import { mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { createActivities } from '../../../main/api/activities.ts'
import { performOnProject } from '../../../main/api/projects.ts'
import type { Driver } from '../../../main/drivers/driver.ts'
import type { ProjectFiles } from '../../../main/drivers/projects.ts'
import { createWatchedDriver } from '../../support/watchedDriver.ts'

describe('the file that a project is brought up from', () => {
  let folder: string
  let brought: ProjectFiles[]
  beforeEach(() => {
    folder = realpathSync(mkdtempSync(join(tmpdir(), 'isoscope-test-')))
    brought = []
  })
  afterEach(() => rmSync(folder, { recursive: true }))

  const bringUp = () => {
    const projects: Driver['projects'] = {
      list: async () => [],
      findTool: async () => ({ state: 'found', program: 'docker compose', version: '2' }),
      up: async (files) => {
        brought.push(files)
      },
      act: async () => undefined,
    }
    const drivers: Driver[] = [Object.assign(createWatchedDriver('docker'), { projects })]
    const told = { drivers, nameOf: () => undefined, onActed: () => undefined, onError: () => undefined }
    const commandGate = { capabilities: new Set(['run.custom'] as const), approvedRoots: [folder] }
    const parts = { drivers, commandGate, activities: createActivities(told) }
    return performOnProject(parts, { action: 'up', technology: 'docker', folder })
  }

  it('is the one in its folder, and names it', async () => {
    writeFileSync(join(folder, 'compose.yaml'), 'name: shop\n')
    expect(await bringUp()).toMatchObject({ name: 'shop', activity: { state: 'done' } })
    expect(brought).toEqual([{ name: 'shop', folder, files: [join(folder, 'compose.yaml')] }])
  })

  it.skipIf(process.platform === 'win32')('is no pipe, which would hold up everything', async () => {
    execFileSync('mkfifo', [join(folder, 'compose.yaml')])
    await expect(bringUp()).rejects.toMatchObject({ code: 'bad_input' })
    expect(brought).toEqual([])
  })
})
