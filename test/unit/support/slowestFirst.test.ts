import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { projectRoot } from '../../support/cli.ts'
import { putSlowestFirst, slowFiles } from '../../support/slowestFirst.ts'

const inGroup = (groupOrder: number, path: string) => ({
  moduleId: `/checkout/${path}`,
  project: { config: { sequence: { groupOrder } } },
})

test('the slowest files of a group come first, and the others stay as they were', () => {
  const [slowest, second] = slowFiles
  const sorted = putSlowestFirst([
    inGroup(0, 'test/unit/z.test.ts'),
    inGroup(1, 'test/integration/b.test.ts'),
    inGroup(1, second),
    inGroup(1, 'test/integration/a.test.ts'),
    inGroup(1, slowest),
    inGroup(2, 'test/e2e/a.test.ts'),
  ])
  expect(sorted.map(({ moduleId }) => moduleId.replace('/checkout/', ''))).toEqual([
    'test/unit/z.test.ts',
    slowest,
    second,
    'test/integration/b.test.ts',
    'test/integration/a.test.ts',
    'test/e2e/a.test.ts',
  ])
})

test('every file that is said to be slow is there', () => {
  expect(slowFiles.filter((path) => !existsSync(join(projectRoot, path)))).toEqual([])
})
