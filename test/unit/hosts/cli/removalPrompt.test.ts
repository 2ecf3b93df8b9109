import { describe, expect, it } from 'vitest'
import { describeRemovals, isYes } from '../../../../main/hosts/cli/removalPrompt.ts'
import { exampleListed } from '../../../support/liveExample.ts'

const ours = exampleListed({ id: 'docker:1', name: 'web', owner: 'isoscope', state: 'stopped' })
const yours = exampleListed({ id: 'docker:2', name: 'db', owner: 'user', state: 'running', madeFrom: null })
const MiB = 2 ** 20
const describeIt = (...args: Parameters<typeof describeRemovals>) => describeRemovals(...args).replaceAll('\u00a0', ' ')

describe('the question before something is removed', () => {
  it('names what goes, whose it is, what it was made from and what returns', () => {
    expect(describeIt([{ instance: ours, disk: { unique: 12 * MiB, shared: 100 * MiB } }])).toBe(
      'This goes for good:\n  web (docker:1) · stopped · made by Isoscope · from nginx:1 · 12.0 MiB\n12.0 MiB return. Remove? [y/N] ',
    )
  })

  it('says that it runs and is not ours, adds up what is known, and does not count as 0 what is not', () => {
    const text = describeIt([
      { instance: ours, disk: { unique: 12 * MiB, shared: 0 } },
      { instance: ours, disk: { unique: 4 * MiB, shared: 0 } },
      { instance: yours, disk: { absent: 'Docker is on another machine' } },
    ])
    expect(text).toContain('These 3 go for good:\n')
    expect(text).toContain(
      'db (docker:2) · running · yours, not made by Isoscope · space not known: Docker is on another machine\n',
    )
    expect(text).toMatch(/\n16\.0 MiB return at least; of 1 it is not known\. Remove\? \[y\/N\] $/)
  })

  it('admits it when nothing is known', () => {
    expect(describeIt([{ instance: yours, disk: { absent: 'cannot be read' } }])).toMatch(
      /\nHow much space returns is not known\. Remove\?/,
    )
  })

  it.each(['y', 'Y', 'yes', ' YES '])('takes %j for a yes', (answer) => expect(isYes(answer)).toBe(true))
  it.each([null, '', 'n', 'no', 'yep', 'yes please', 'j'])('takes %j for a no', (answer) =>
    expect(isYes(answer)).toBe(false),
  )
})
