import { expect, test } from 'vitest'
import { keepApart } from '../../../../renderer/ui/keepApart.ts'

test('a name that runs as the sentence does stays as it is', () => {
  for (const name of ['web', '/home/you/.venv', '本番環境', '🚀 deploy', 'Ωμέγα']) expect(keepApart(name)).toBe(name)
})

test('a name from right to left is kept apart from the words around it', () => {
  for (const name of ['خادم', 'שרת 12', '/home/you/بيئة']) expect(keepApart(name)).toBe(`\u2068${name}\u2069`)
})

test('a name that overrides the direction cannot reach beyond itself', () => {
  expect(keepApart('evil\u202egnp.exe')).toBe('\u2068evil\u202egnp.exe\u2069')
  expect(keepApart('out\u2069\u202eside')).toBe('\u2068out\u202eside\u2069')
})
