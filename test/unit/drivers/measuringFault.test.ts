import { expect, test } from 'vitest'
import { engineStatusSchema } from '../../../main/contract/engine.ts'
import { findMeasuringFault, noteMeasuringFault } from '../../../main/drivers/measuringFault.ts'

const ready = { state: 'ready', technology: 'docker', version: '28.0', facts: { engine: 'Docker' } } as const

test('on Windows a ready engine says that it takes no part in comparisons', () => {
  const status = engineStatusSchema.parse(noteMeasuringFault(ready, 'win32'))
  expect(status).toMatchObject({
    facts: { engine: 'Docker', comparisons: expect.stringContaining('not on this system') },
  })
})

test.for(['linux', 'darwin'] as const)('on %s nothing is added', (platform) => {
  expect(noteMeasuringFault(ready, platform)).toBe(ready)
  expect(findMeasuringFault(platform)).toBeNull()
})

test('one that is not there says why it is not, and nothing of comparisons', () => {
  const missing = {
    state: 'missing',
    technology: 'qemu',
    why: 'It was not found.',
    remedy: { text: 'Install it' },
  } as const
  expect(noteMeasuringFault(missing, 'win32')).toBe(missing)
})
