import { expect, test } from 'vitest'
import { stackSeries } from '../../../../../renderer/features/live/stackSeries.ts'

const of = (...cpuShare: (number | null)[]) => ({ step: 1, end: 120, cpuShare, memoryBytes: cpuShare.map(() => null) })

test('each technology stands on those before it', () => {
  const stack = stackSeries({ docker: of(1, 2), qemu: of(10, 20) }, ['docker', 'qemu'], 'cpuShare')
  expect(stack).toEqual({
    technologies: ['docker', 'qemu'],
    times: [119, 120],
    sums: [
      [1, 2],
      [11, 22],
    ],
  })
})

test('where one is not known its own line has a gap, and the others stand on what is known', () => {
  const { sums } = stackSeries({ docker: of(1, null), qemu: of(10, 20) }, ['docker', 'qemu'], 'cpuShare')
  expect(sums).toEqual([
    [1, null],
    [11, 20],
  ])
})

test('one of which nothing is known has no line', () => {
  expect(stackSeries({ docker: of(1, 2), qemu: of(null, null) }, ['docker', 'qemu'], 'cpuShare').technologies).toEqual([
    'docker',
  ])
  expect(stackSeries({ qemu: of(null, null) }, ['docker', 'qemu'], 'cpuShare')).toEqual({
    technologies: [],
    times: [119, 120],
    sums: [],
  })
  expect(stackSeries({}, ['docker'], 'cpuShare')).toEqual({ technologies: [], times: [], sums: [] })
})

test('minutes stand a minute apart', () => {
  const minutes = { ...of(1, 2), step: 60 }
  expect(stackSeries({ docker: minutes }, ['docker'], 'cpuShare').times).toEqual([119 * 60, 120 * 60])
})
