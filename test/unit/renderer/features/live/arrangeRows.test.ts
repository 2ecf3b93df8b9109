import { expect, test } from 'vitest'
import { searchInstances } from '../../../../../renderer/features/instances/searchInstances.ts'
import { groupByTechnology, listFound } from '../../../../../renderer/features/live/arrangeRows.ts'
import { exampleListed } from '../../../../support/liveExample.ts'

const web = exampleListed({ id: 'docker:1', name: 'web', madeFrom: 'nginx:1' })
const db = exampleListed({ id: 'docker:2', name: 'db', state: 'stopped', owner: 'isoscope', madeFrom: null })
const vm = exampleListed({ id: 'qemu:1', technology: 'qemu', name: 'vm' })

test('each technology has a head above its own, in the order of the technologies', () => {
  const items = groupByTechnology([vm, web, db], ['venv', 'docker', 'qemu'], new Set())
  expect(items.map(({ id }) => id)).toEqual(['group:docker', 'docker:1', 'docker:2', 'group:qemu', 'qemu:1'])
})

test('of a folded one the head stays, with those that it hides', () => {
  const items = groupByTechnology([web, db, vm], ['docker', 'qemu'], new Set(['docker']))
  expect(items[0]).toEqual({
    kind: 'group',
    id: 'group:docker',
    technology: 'docker',
    members: ['docker:1', 'docker:2'],
  })
  expect(items.map(({ id }) => id)).toEqual(['group:docker', 'group:qemu', 'qemu:1'])
})

test('what the search has found is meant below a folded head too, and nothing else', () => {
  const items = groupByTechnology(searchInstances([web, db, vm], 'docker'), ['docker', 'qemu'], new Set(['docker']))
  expect(listFound(items)).toEqual(['docker:1', 'docker:2'])
})
