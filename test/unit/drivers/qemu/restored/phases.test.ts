import { expect, it } from 'vitest'
import { listRestoringPhases } from '../../../../../main/drivers/qemu/restored/phases.ts'

it('is loading, resuming and the guest, each from its own two marks', () => {
  expect(listRestoringPhases({ spawnedAt: 0, loadedAt: 5e6, toldAt: 6e6, readyAt: 9e6 })).toEqual([
    { name: 'load', duration: 5 },
    { name: 'resume', duration: 1 },
    { name: 'guest', duration: 3 },
  ])
})

it('says why where a mark was not seen', () => {
  const phases = listRestoringPhases({ spawnedAt: 0, loadedAt: 5e6, toldAt: undefined, readyAt: 9e6 })
  expect(phases.map(({ duration }) => typeof duration)).toEqual(['number', 'object', 'object'])
})
