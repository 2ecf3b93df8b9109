import {
  existsSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { configureSystem } from '../../../../../main/drivers/qemu/full/configure.ts'

let root: string
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'isoscope-test-'))
  for (const folder of [
    'etc/systemd/system/multi-user.target.wants',
    'etc/systemd/system/timers.target.wants',
    'usr',
    'var',
  ]) {
    mkdirSync(join(root, folder), { recursive: true })
  }
})
afterEach(() => rmSync(root, { recursive: true }))

it('a configured system starts the run’s program when it is up, and ends when that cannot be started', async () => {
  await configureSystem(root)
  const unit = readFileSync(join(root, 'etc/systemd/system/isoscope.service'), 'utf8')
  expect(unit).toContain('After=multi-user.target getty.target')
  expect(unit).toContain('FailureAction=poweroff-force')
  expect(lstatSync(join(root, 'etc/systemd/system/multi-user.target.wants/isoscope.service')).isSymbolicLink()).toBe(
    true,
  )
})

it('it has started before: it has an id and is newer than its programs', async () => {
  await configureSystem(root)
  expect(readFileSync(join(root, 'etc/machine-id'), 'utf8')).toMatch(/^[0-9a-f]{32}\n$/)
  for (const folder of ['etc', 'var']) {
    expect(statSync(join(root, folder, '.updated')).mtimeMs).toBeGreaterThanOrEqual(statSync(join(root, 'usr')).mtimeMs)
  }
})

it('nothing of it starts by itself in the middle of a measurement', async () => {
  writeFileSync(join(root, 'etc/systemd/system/timers.target.wants/apt-daily.timer'), '')
  await configureSystem(root)
  expect(existsSync(join(root, 'etc/systemd/system/timers.target.wants'))).toBe(false)
})

it('its package manager is not told what held for its installation only', async () => {
  const told = join(root, 'etc/dpkg/dpkg.cfg.d')
  mkdirSync(told, { recursive: true })
  for (const name of ['99mmdebstrap', 'distribution']) writeFileSync(join(told, name), 'force-unsafe-io\n')
  await configureSystem(root)
  expect(readdirSync(told)).toEqual(['distribution'])
})
