import fc from 'fast-check'
import { expect, test } from 'vitest'
import { type Box, placeLabels } from '../../../../main/model/drawing/placeLabels.ts'

const ends = { top: 0, bottom: 200 }
const box = (x: number, y: number): Box => ({ x, y, width: 40, height: 10 })

function overlap(one: Box, other: Box): boolean {
  const isBeside = one.x < other.x + other.width && other.x < one.x + one.width
  return isBeside && one.y < other.y + other.height && other.y < one.y + one.height
}

test('labels that cover nothing stay where they are', () => {
  const labels = [box(0, 20), box(0, 30), box(60, 25)]
  expect(placeLabels(labels, [], ends)).toEqual(labels)
})

test('of two at one place the second moves as little as it can, and their order stays', () => {
  expect(placeLabels([box(0, 24), box(10, 20)], [], ends)).toEqual([box(0, 30), box(10, 20)])
})

test('a label makes way for what is drawn there, also at an end of the plot', () => {
  const taken = [{ x: 0, y: 0, width: 8, height: 14 }]
  expect(placeLabels([box(0, 2)], taken, ends)).toEqual([box(0, 14)])
})

test('where there is no room at all it stays', () => {
  const taken = [{ x: 0, y: 0, width: 8, height: 200 }]
  expect(placeLabels([box(0, 50)], taken, ends)).toEqual([box(0, 50)])
})

test('none covers another nor what is taken, and none leaves the plot, while there is room for twice as many', () => {
  const places = fc.array(fc.record({ x: fc.integer({ min: 0, max: 60 }), y: fc.integer({ min: 0, max: 190 }) }), {
    maxLength: 7,
  })
  fc.assert(
    fc.property(places, fc.array(fc.integer({ min: 0, max: 190 }), { maxLength: 2 }), (labels, marks) => {
      const taken = marks.map((y) => ({ x: 20, y, width: 10, height: 10 }))
      const placed = placeLabels(
        labels.map(({ x, y }) => box(x, y)),
        taken,
        ends,
      )
      expect(placed.map(({ x }) => x)).toEqual(labels.map(({ x }) => x))
      for (const [index, one] of placed.entries()) {
        expect(one.y).toBeGreaterThanOrEqual(0)
        expect(one.y + one.height).toBeLessThanOrEqual(200)
        for (const other of [...placed.slice(index + 1), ...taken]) expect(overlap(one, other)).toBe(false)
      }
    }),
  )
})
