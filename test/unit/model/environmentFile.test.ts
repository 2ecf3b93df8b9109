import { expect, test } from 'vitest'
import { findEnvironmentName, readFormat } from '../../../main/model/environmentFile.ts'

test.for([
  ['environment.yml', 'numpy', 'yml'],
  ['E.YAML', '', 'yml'],
  ['list.txt', '# platform\n@EXPLICIT\nhttps://example.com/a.conda\n', 'explicit'],
  ['requirements.txt', 'name: odd\n', 'requirements'],
  [null, 'channels:\n  - conda-forge\n', 'yml'],
  [null, 'numpy\n', 'requirements'],
] as const)('%j with %j is of this kind', ([name, text, format]) => {
  expect(readFormat(name, text)).toBe(format)
})

test('an environment is called as its file says, or as the file is called', () => {
  expect(findEnvironmentName({ format: 'yml', text: 'name: "web"\n' }, 'environment.yml')).toBe('web')
  expect(findEnvironmentName({ format: 'requirements', text: 'name: web\n' }, 'base.txt')).toBe('base')
  expect(findEnvironmentName({ format: 'yml', text: 'dependencies: []\n' }, null)).toBeNull()
})
