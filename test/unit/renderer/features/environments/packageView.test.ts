import { expect, test } from 'vitest'
import { describeChanges, searchPackages } from '../../../../../renderer/features/environments/packageView.ts'

const numpy = { name: 'numpy', version: '2.1.0', build: 'py312_0', channel: 'conda-forge' }
const six = { name: 'six', version: '1.16.0', build: null, channel: 'pypi' }

test('a package is found by name, version or channel', () => {
  const find = (search: string) => searchPackages([numpy, six], search).map(({ name }) => name)
  expect(find('NUM 2.')).toEqual(['numpy'])
  expect(find('pypi')).toEqual(['six'])
  expect(find(' ')).toEqual(['numpy', 'six'])
})

test('a new version is one change, and nothing is none', () => {
  const changes = {
    installed: [numpy, six],
    removed: [
      { name: 'numpy', version: '1.26.4' },
      { name: 'toml', version: '0.10' },
    ],
  }
  expect(describeChanges(changes)).toBe('numpy 1.26.4 → 2.1.0, + six 1.16.0, − toml 0.10')
  expect(describeChanges({ installed: [], removed: [] })).toBeNull()
})
