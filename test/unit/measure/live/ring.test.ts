import { describe, expect, it } from 'vitest'
import { createRing } from '../../../../main/measure/live/ring.ts'

describe('a ring of the newest values', () => {
  it('gives what was written into its slots, and null between them', () => {
    const ring = createRing(5)
    ring.write(100, 1)
    ring.write(102, 3)
    expect(ring.read(99, 103)).toEqual([null, 1, null, 3, null])
  })

  it('forgets what is older than it is long', () => {
    const ring = createRing(3)
    for (let slot = 1; slot <= 5; slot++) ring.write(slot, slot)
    expect(ring.read(1, 5)).toEqual([null, null, 3, 4, 5])
  })

  it('shows no old value after a gap longer than itself', () => {
    const ring = createRing(3)
    for (let slot = 1; slot <= 3; slot++) ring.write(slot, slot)
    ring.write(100, 7)
    expect(ring.read(97, 101)).toEqual([null, null, null, 7, null])
  })

  it('gives the mean of what was written into one slot', () => {
    const ring = createRing(3)
    for (const value of [1, 2, 6]) ring.write(9, value)
    expect(ring.read(9, 9)).toEqual([3])
    ring.write(10, 5)
    expect(ring.read(9, 10)).toEqual([3, 5])
  })

  it('takes back what lies ahead when the clock goes back a little', () => {
    const ring = createRing(5)
    for (let slot = 10; slot <= 13; slot++) ring.write(slot, slot)
    ring.write(11, 1)
    expect(ring.read(10, 13)).toEqual([10, 1, null, null])
    ring.write(12, 2)
    expect(ring.read(10, 13)).toEqual([10, 1, 2, null])
  })

  it('begins anew when the clock goes back far', () => {
    const ring = createRing(5)
    for (let slot = 100; slot <= 104; slot++) ring.write(slot, slot)
    ring.write(10, 1)
    ring.write(11, 2)
    expect(ring.read(7, 12)).toEqual([null, null, null, 1, 2, null])
    expect(ring.read(100, 104)).toEqual([null, null, null, null, null])
  })
})
