import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { chooseTrayImage } from '../../../../../main/hosts/electron/tray/trayImage.ts'
import { projectRoot } from '../../../../support/cli.ts'

const folder = join(projectRoot, 'assets', 'tray')

test.for([
  ['darwin', false, undefined, 'trayTemplate.png'],
  ['win32', false, undefined, 'onLight.png'],
  ['win32', true, undefined, 'onDark.png'],
  ['linux', false, 'KDE', 'onLight32.png'],
  ['linux', true, 'KDE', 'onDark32.png'],
  ['linux', false, 'ubuntu:GNOME', 'onDark32.png'],
] as const)('%s, dark %s, desktop %s shows %s, which is there', ([platform, isDark, desktop, file]) => {
  const path = chooseTrayImage(folder, { platform, isDark, desktop })
  expect(path).toBe(join(folder, file))
  expect(existsSync(path)).toBe(true)
})

test('every icon has the size its name says, and an alpha channel', () => {
  const files = readdirSync(folder).filter((name) => name.endsWith('.png'))
  expect(files).toHaveLength(8)
  for (const name of files) {
    const header = readFileSync(join(folder, name)).subarray(0, 26)
    const size = /@2x|32/.test(name) ? 32 : 16
    // Width, height, bits and kind of the IHDR chunk: 6 is red, green, blue and alpha.
    expect([header.readUInt32BE(16), header.readUInt32BE(20), header[24], header[25]], name).toEqual([size, size, 8, 6])
  }
})
