import { expect, it } from 'vitest'
import { parsePressure } from '../../../main/os/pressure.ts'

it('memory pressure is the share of the last minute in which some task waited', () => {
  const text =
    'some avg10=0.00 avg60=3.44 avg300=9.77 total=184274737\nfull avg10=0.00 avg60=1.00 avg300=0.00 total=0\n'
  expect(parsePressure(text)).toBe(3.44)
})

it('memory pressure is unknown where the file says something else', () => {
  expect(parsePressure('full avg10=0.00 avg60=1.00 avg300=0.00 total=0\n')).toBeNull()
})
