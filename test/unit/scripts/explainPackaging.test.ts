import { expect, test } from 'vitest'
// @ts-expect-error A script without types.
import { explainPackaging } from '../../../scripts/dist/explainPackaging.mjs'

const offline = new Error('getaddrinfo ENOTFOUND example.invalid\nand a stack')

test('what cannot be fetched is named, with what helps', () => {
  expect(explainPackaging(offline, {})).toMatch(/^Not packaged: Electron's binary .*ELECTRON_OVERRIDE_DIST_PATH/)
  const tool = explainPackaging(offline, { ELECTRON_OVERRIDE_DIST_PATH: '/electron' })
  expect(tool).toMatch(/^Not packaged: a tool of electron-builder .*USE_SYSTEM_FPM/)
  for (const text of [tool, explainPackaging(offline, {})]) expect(text).not.toContain('\n')
})

test('a missing fpm is named', () => {
  expect(explainPackaging(new Error('fpm process failed ENOENT'), {})).toContain(
    'fpm, which makes deb and rpm, is not installed',
  )
})

test('everything else is said as it is', () => {
  expect(explainPackaging(new Error('no icon'), {})).toBe('Not packaged: no icon')
  expect(explainPackaging('odd', {})).toBe('Not packaged: odd')
})
