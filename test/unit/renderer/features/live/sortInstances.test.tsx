import { type SortingState, useTable } from '@tanstack/react-table'
import { renderToStaticMarkup } from 'react-dom/server'
import { expect, test } from 'vitest'
import { columns, features, sortsByFigure } from '../../../../../renderer/features/live/sortInstances.ts'
import { exampleListed, exampleUsage } from '../../../../support/liveExample.ts'

const rows = [
  { name: 'idle', cpuShare: 0, networkReceived: null, networkSent: null },
  { name: 'New', cpuShare: null, networkReceived: null, networkSent: 5 },
  { name: 'busy', cpuShare: 0.5, networkReceived: 10, networkSent: 1 },
].map(({ name, ...figures }) => ({
  instance: exampleListed({ id: name, name }),
  usage: exampleUsage({ id: name, ...figures }),
}))
const data = [...rows, { instance: exampleListed({ id: 'off', name: 'off', state: 'stopped' }), usage: undefined }]

function Names({ sorting }: { readonly sorting: SortingState }) {
  const table = useTable({ features, columns, data, state: { sorting } })
  return table.getRowModel().rows.map(({ original }) => `${original.instance.name} `)
}

function sort(sorting: SortingState): string {
  return renderToStaticMarkup(<Names sorting={sorting} />).trim()
}

test('the largest first, what is not known last', () => {
  expect(sort([{ id: 'cpu', desc: true }])).toBe('busy idle New off')
})

test('what is not known is last the other way round too: it is not 0', () => {
  expect(sort([{ id: 'cpu', desc: false }])).toBe('idle busy New off')
})

test('rates are sorted by the sum of what is known of them', () => {
  expect(sort([{ id: 'network', desc: true }])).toBe('busy New idle off')
})

test('names are sorted without regard to case', () => {
  expect(sort([{ id: 'name', desc: false }])).toBe('busy idle New off')
})

test('equals stay as they were', () => {
  expect(sort([{ id: 'owner', desc: true }])).toBe('idle New busy off')
})

test('only an order by figures changes with each sample', () => {
  expect(sortsByFigure([{ id: 'memory', desc: true }])).toBe(true)
  expect(sortsByFigure([{ id: 'name', desc: true }])).toBe(false)
  expect(sortsByFigure([])).toBe(false)
})
