import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { findProbeTools, findProgramRoot } from '../../../main/os/probeTools.ts'

let folder = ''
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'isoscope-test-'))
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

test('the programs of a checkout lie in it, those of a package beside its archive', () => {
  expect(findProgramRoot('/home/me/isoscope')).toBe('/home/me/isoscope')
  expect(findProgramRoot('/opt/Isoscope/resources/app.asar')).toBe('/opt/Isoscope/resources')
  expect(findProgramRoot('/home/me/app.asar.unpacked')).toBe('/home/me/app.asar.unpacked')
})

test('the first folder that has both is taken', () => {
  for (const [root, names] of [
    ['a', ['probe']],
    ['b', ['probe', 'launch']],
  ] as const) {
    mkdirSync(join(folder, root, 'build', 'probe'), { recursive: true })
    for (const name of names) writeFileSync(join(folder, root, 'build', 'probe', name), '')
  }
  expect(findProbeTools([join(folder, 'a'), join(folder, 'b')])).toMatchObject({
    probe: join(folder, 'b', 'build', 'probe', 'probe'),
    launch: join(folder, 'b', 'build', 'probe', 'launch'),
  })
})

test('where they are not built it is said how', () => {
  expect(() => findProbeTools([folder])).toThrow(
    expect.objectContaining({
      code: 'not_installed',
      remedy: expect.objectContaining({ command: 'npm run build:probe' }),
    }),
  )
})
