import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import type { Updater } from '../../../../main/hosts/electron/updates.ts'
import { createRecordedElectron } from './recordedElectron.ts'

/* How updates are put together in a package: where they are looked for at all, what is kept, and who is asked. */

let electron = createRecordedElectron()
let folder = ''
let journal: string[] = []
const updater: Updater = {
  find: async () => {
    journal.push('find')
    return '2.0.0'
  },
  download: async () => void journal.push('download'),
}

beforeEach(() => {
  electron = createRecordedElectron()
  journal = []
  folder = mkdtempSync(join(tmpdir(), 'isoscope-test-'))
  electron.module.app.isPackaged = true
  Object.assign(electron.module.app, { getPath: () => folder })
  Object.assign(process, { resourcesPath: folder })
  vi.resetModules()
  vi.doMock('electron', () => electron.module)
})
afterEach(() => {
  electron.module.app.emit('will-quit', { preventDefault: () => {} })
  vi.doUnmock('electron')
  rmSync(folder, { recursive: true, force: true })
})

async function start({ isComparing = false } = {}) {
  const { startUpdates } = await import('../../../../main/hosts/electron/startUpdates.ts')
  const onLog = (line: string) => void journal.push(line)
  return startUpdates({ isComparing: () => isComparing, onLog, updater })
}
const namePlace = () => writeFileSync(join(folder, 'app-update.yml'), 'provider: github\n')
const messages = () => electron.boxes.map(({ message }) => message)

test('a checkout has none, and neither has a package without a place of releases', async () => {
  expect(await start()).toBeNull()
  namePlace()
  electron.module.app.isPackaged = false
  expect(await start()).toBeNull()
})

test('nothing is downloaded before the user says so, nor after a no', async () => {
  namePlace()
  electron.system.answer = 1
  const updates = await start()
  expect(journal).toEqual([])
  await updates?.checkNow()
  expect(journal).toEqual(['find'])
  expect(messages()).toEqual(['Isoscope 2.0.0 is available.'])
  expect(electron.boxes[0]).toMatchObject({ buttons: ['Download', 'Not now'], cancelId: 1 })
})

test('after a yes it is downloaded, and when it was looked for is kept for the next start', async () => {
  namePlace()
  electron.system.answer = 0
  const before = Date.now()
  const updates = await start()
  expect(existsSync(join(folder, 'last-update-check'))).toBe(false)
  await updates?.checkNow()
  expect(journal).toEqual(['find', 'download'])
  expect(messages()[1]).toContain('is installed when Isoscope quits')
  expect(Number(readFileSync(join(folder, 'last-update-check'), 'utf8'))).toBeGreaterThanOrEqual(before)
})

test('during a comparison nobody looks', async () => {
  namePlace()
  electron.system.answer = 0
  const updates = await start({ isComparing: true })
  await updates?.checkNow()
  expect(journal).toEqual([])
  expect(messages()).toEqual(['A comparison is running.'])
})
