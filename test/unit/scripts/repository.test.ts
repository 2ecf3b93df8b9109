import { expect, test } from 'vitest'
// @ts-expect-error A script without types.
import { findRepository } from '../../../scripts/dist/repository.mjs'

test.for([
  'someone/isoscope',
  'github:someone/isoscope',
  'https://github.com/someone/isoscope',
  'git+https://github.com/someone/isoscope.git',
  'git@github.com:someone/isoscope.git',
  'git+ssh://git@github.com/someone/isoscope.git',
])('%s is a repository on GitHub', (text) => {
  expect(findRepository({}, { repository: text })).toEqual({ owner: 'someone', repo: 'isoscope' })
  expect(findRepository({}, { repository: { url: text } })).toEqual({ owner: 'someone', repo: 'isoscope' })
})

test('the runner that builds knows better than package.json', () => {
  const env = { GITHUB_REPOSITORY: 'fork/isoscope' }
  expect(findRepository(env, { repository: 'someone/isoscope' })).toEqual({ owner: 'fork', repo: 'isoscope' })
})

test.for([undefined, '', 'https://gitlab.com/someone/isoscope', 'https://github.com.evil.example/a/b', 'isoscope'])(
  '%s is none',
  (text) => expect(findRepository({}, text === undefined ? {} : { repository: text })).toBeNull(),
)
