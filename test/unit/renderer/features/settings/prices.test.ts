import { describe, expect, it } from 'vitest'
import { readPrices, writePrices } from '../../../../../renderer/features/settings/prices.ts'

describe('prices as they are typed', () => {
  const draft = { currency: ' EUR ', vcpuHour: '0.04', gibHour: '0' }

  it('are read when all three are there; nothing is a price too', () => {
    expect(readPrices(draft)).toEqual({ currency: 'EUR', vcpuHour: 0.04, gibHour: 0 })
  })

  it.each([
    { currency: ' ' },
    { vcpuHour: '' },
    { gibHour: '' },
    { vcpuHour: '-' },
    { gibHour: '-1' },
    { gibHour: '10000000' },
    { currency: 'a long currency' },
  ])('are none with %j', (wrong) => {
    expect(readPrices({ ...draft, ...wrong })).toBeNull()
  })

  it('come back as they were written', () => {
    const prices = { currency: 'US$', vcpuHour: 0.0416, gibHour: 0.00525 }
    expect(readPrices(writePrices(prices))).toEqual(prices)
    expect(readPrices(writePrices(null))).toBeNull()
  })
})
