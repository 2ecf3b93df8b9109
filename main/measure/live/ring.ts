/**
 * The newest values of a series with one slot per step of time. Slots are counted from 1970. 4 bytes a value: 24 bits of
 * precision, which for 16 GiB of memory is 1 KiB.
 */
export interface Ring {
  /** The mean of all that was written into a slot is its value. A clock that went back by more than the ring's length empties it. */
  write(slot: number, value: number): void
  /** One value per slot, both ends included; null for a slot nothing was written to, or that is no longer there. */
  read(from: number, to: number): (number | null)[]
}

export function createRing(capacity: number): Ring {
  const values = new Float32Array(capacity).fill(Number.NaN)
  let newest = Number.NEGATIVE_INFINITY
  // Of the newest slot, which is still being filled.
  let sum = 0
  let count = 0
  const placeOf = (slot: number) => slot % capacity
  const empty = (from: number, to: number) => {
    for (let slot = Math.max(from, to - capacity + 1); slot <= to; slot++) values[placeOf(slot)] = Number.NaN
  }
  return {
    write: (slot, value) => {
      if (slot > newest) empty(Math.max(newest + 1, slot - capacity + 1), slot)
      else if (slot <= newest - capacity) values.fill(Number.NaN)
      // The clock went back: what was written ahead of it is not of that time.
      else if (slot < newest) empty(slot, newest)
      if (slot !== newest) [newest, sum, count] = [slot, 0, 0]
      sum += value
      count++
      values[placeOf(slot)] = sum / count
    },
    read: (from, to) =>
      Array.from({ length: to - from + 1 }, (_, index) => {
        const slot = from + index
        const value = slot > newest || slot <= newest - capacity ? Number.NaN : (values[placeOf(slot)] ?? Number.NaN)
        return Number.isNaN(value) ? null : value
      }),
  }
}
