import { describe, expect, it } from 'vitest'
import { buildKernelCommandLine, buildOrder, toGuestArgs } from '../../../../main/drivers/guest/kernelCommandLine.ts'

describe('buildKernelCommandLine', () => {
  it.each(['two words', '"quoted"', "it's", 'back\\slash', '', 'tab\t', 'line\n', 'ä'])(
    'refuses the argument %j',
    (arg) => {
      expect(() => buildKernelCommandLine('ttyS0', ['ready', arg])).toThrow(
        expect.objectContaining({ code: 'bad_input' }),
      )
    },
  )
})

describe('toGuestArgs', () => {
  it('puts --guest behind the mode', () => {
    expect(toGuestArgs(['cpu', '--wait', '--scale', '0.25'])).toEqual(['cpu', '--guest', '--wait', '--scale', '0.25'])
  })
})

describe('buildOrder', () => {
  it('is one line of words for a guest that waits on its console', () => {
    expect(buildOrder(['cpu', '--guest', '--scale', '0.25'])).toBe('cpu --guest --scale 0.25\n')
  })

  it('refuses what would be two words, or two lines', () => {
    for (const arg of ['two words', 'a\nb', '']) expect(() => buildOrder(['ready', arg])).toThrow('cannot be given')
  })
})
