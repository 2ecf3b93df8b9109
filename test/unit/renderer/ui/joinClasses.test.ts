import { expect, test } from 'vitest'
import { joinClasses } from '../../../../renderer/ui/joinClasses.ts'

test('what both have a class for gets both, and the rest its own', () => {
  expect(joinClasses({ row: 'a', head: 'b' }, { row: 'c', tool: 'd' })).toEqual({ row: 'a c', head: 'b', tool: 'd' })
})
