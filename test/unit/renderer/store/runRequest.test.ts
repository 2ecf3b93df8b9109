import { expect, test } from 'vitest'
import { buildRunRequest, isTaken } from '../../../../renderer/store/runRequest.ts'

const qemu = { id: 'qemu', title: 'QEMU', technology: 'qemu' } as const
const missing = { qemu: { state: 'missing', technology: 'qemu', why: '', remedy: { text: '' } } } as const

test('a contender takes part while its engine is still being looked for', () => {
  expect(isTaken(qemu, { qemu: { state: 'checking', technology: 'qemu' } }, {})).toBe(true)
  expect(isTaken(qemu, {}, {})).toBe(true)
})

test('one whose engine is missing does not, unless the user wants it in', () => {
  expect(isTaken(qemu, missing, {})).toBe(false)
  expect(isTaken(qemu, missing, { qemu: true })).toBe(true)
})

test('a variant takes part only when the user wants it in', () => {
  const full = { id: 'qemu:full', title: 'QEMU, a whole Debian', technology: 'qemu' } as const
  expect(isTaken(full, {}, {})).toBe(false)
  expect(isTaken(full, {}, { 'qemu:full': true })).toBe(true)
})

test('what the user unticked stays out when the engine turns up', () => {
  const ready = { qemu: { state: 'ready', technology: 'qemu', version: '7', facts: {} } } as const
  expect(isTaken(qemu, ready, { qemu: false })).toBe(false)
})

test('rounds and time are left to the profile unless a number was given', () => {
  const asProfile = { profile: 'quick', rounds: null, budgetMinutes: null, metrics: 'basic', choices: {} } as const
  expect(buildRunRequest([qemu], asProfile)).toEqual({ contenders: ['qemu'], profile: 'quick' })
  expect(buildRunRequest([qemu], { ...asProfile, rounds: 7, budgetMinutes: 5, metrics: 'all' })).toMatchObject({
    rounds: 7,
    budgetMinutes: 5,
    metrics: 'all',
  })
})
