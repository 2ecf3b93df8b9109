import { expect, test } from 'vitest'
import { searchInstances } from '../../../../../renderer/features/instances/searchInstances.ts'
import { exampleListed } from '../../../../support/liveExample.ts'

const web = exampleListed({ id: 'docker:1', name: 'web', madeFrom: 'nginx:1' })
const db = exampleListed({ id: 'docker:2', name: 'db', state: 'stopped', owner: 'isoscope', madeFrom: null })
const vm = exampleListed({ id: 'qemu:1', technology: 'qemu', name: 'vm' })

test('every word of a search has to be somewhere', () => {
  const find = (search: string) => searchInstances([web, db, vm], search).map(({ name }) => name)
  expect(find(' NGINX ')).toEqual(['web', 'vm'])
  expect(find('nginx qemu')).toEqual(['vm'])
  expect(find('isoscope stopped')).toEqual(['db'])
  expect(find('yours docker')).toEqual(['web'])
  expect(find('  ')).toEqual(['web', 'db', 'vm'])
  expect(find('nowhere')).toEqual([])
})
