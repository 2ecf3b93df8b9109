import { expect, test } from 'vitest'
import { canBeCompared, describeFirstRun } from '../../../../../renderer/features/welcome/describeFirstRun.ts'

const qemu = (accelerator: string) =>
  ({ state: 'ready', technology: 'qemu', version: '7.2', facts: { accelerator } }) as const

test('the first comparison takes minutes where the virtual machine is emulated, and says that it is', () => {
  expect(describeFirstRun([qemu('TCG (emulated)')])).toMatch(
    /^Quick profile: 10 rounds, about four minutes.*emulated here/,
  )
})

test('it takes a minute where there is none, or none is known yet, or the processor helps', () => {
  for (const views of [[], [{ state: 'checking', technology: 'qemu' } as const], [qemu('KVM')]]) {
    expect(describeFirstRun(views)).toMatch(/10 rounds, about a minute\. .*cancelled.*removed afterwards\.$/)
  }
})

test('the host alone is no comparison; what is still being looked for may make one', () => {
  const missing = { state: 'missing', technology: 'docker', why: '', remedy: { text: '' } } as const
  expect(canBeCompared([])).toBe(false)
  expect(canBeCompared([missing, { state: 'unknown', technology: 'venv' }])).toBe(false)
  expect(canBeCompared([missing, qemu('KVM')])).toBe(true)
  expect(canBeCompared([missing, { state: 'checking', technology: 'venv' }])).toBe(true)
})
