import { describe, expect, it, test } from 'vitest'
import type { Image } from '../../../../../main/contract/live.ts'
import {
  type ImageColumn,
  searchImages,
  sortImages,
  splitName,
  turnSorting,
} from '../../../../../renderer/features/images/imageRows.ts'

function exampleImage(of: Partial<Image>): Image {
  return {
    id: 'docker:sha256:0123456789abcdef',
    technology: 'docker',
    names: ['debian:12'],
    owner: 'user',
    createdAt: '2026-01-01T10:00:00.000Z',
    size: { unique: 10, shared: 20 },
    containers: 0,
    ...of,
  }
}

test.each([
  ['debian:12', 'debian', '12'],
  ['registry.example.org:5000/team/app:1.0', 'registry.example.org:5000/team/app', '1.0'],
  ['registry.example.org:5000/team/app', 'registry.example.org:5000/team/app', null],
  [`debian@sha256:${'a'.repeat(64)}`, 'debian', null],
])('%s is repository and tag', (name, repository, tag) => {
  expect(splitName(name)).toEqual({ repository, tag })
})

test('every word of a search is in a name, the id or the owner', () => {
  const images = [
    exampleImage({ id: 'docker:sha256:aa', names: ['web:1', 'web:latest'] }),
    exampleImage({ id: 'docker:sha256:bb', names: [], owner: 'isoscope' }),
  ]
  const find = (search: string) => searchImages(images, search).map(({ id }) => id.slice(-2))
  expect(find('WEB lat')).toEqual(['aa'])
  expect(find('web isoscope')).toEqual([])
  expect(find('no name')).toEqual(['bb'])
  expect(find(' ')).toEqual(['aa', 'bb'])
})

describe('sorted images', () => {
  const images = [
    exampleImage({ id: 'a', names: ['b:1'], size: { unique: 5, shared: 0 } }),
    exampleImage({ id: 'b', names: ['A:1'], size: null }),
    exampleImage({ id: 'c', names: [], size: { unique: 9, shared: 0 } }),
    exampleImage({ id: 'd', names: ['c:1'], size: { unique: 5, shared: 0 } }),
  ]
  const sort = (by: ImageColumn, isDescending: boolean) => sortImages(images, { by, isDescending }).map(({ id }) => id)

  it('have what is not known last, whichever way it goes', () => {
    expect(sort('unique', true)).toEqual(['c', 'a', 'd', 'b'])
    expect(sort('unique', false)).toEqual(['a', 'd', 'c', 'b'])
  })
  it('go by name without regard to its case, those without one last', () => {
    expect(sort('name', false)).toEqual(['b', 'a', 'd', 'c'])
    expect(sort('name', true)).toEqual(['d', 'a', 'b', 'c'])
  })
})

test('a column begins with the largest figure or the first name, and turns round when it is pressed again', () => {
  const first = turnSorting({ by: 'name', isDescending: false }, 'shared')
  expect(first).toEqual({ by: 'shared', isDescending: true })
  expect(turnSorting(first, 'shared')).toEqual({ by: 'shared', isDescending: false })
  expect(turnSorting(first, 'owner')).toEqual({ by: 'owner', isDescending: false })
})
