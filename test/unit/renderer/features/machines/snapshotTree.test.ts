import { expect, it } from 'vitest'
import type { Snapshot } from '../../../../../main/contract/machine.ts'
import {
  buildSnapshotTree,
  describeRemovalLoss,
  describeRestoreLoss,
  type SnapshotNode,
} from '../../../../../renderer/features/machines/snapshotTree.ts'

const snapshot = (id: string, parent: string | null, current = false): Snapshot => ({
  id,
  name: `name of ${id}`,
  description: null,
  parent,
  current,
})
const [base, left, right, leaf] = [
  snapshot('base', null),
  snapshot('left', 'base'),
  snapshot('right', 'base', true),
  snapshot('leaf', 'left'),
]
const all = [base, left, right, leaf] as const

const outline = (nodes: readonly SnapshotNode[]): unknown =>
  nodes.map(({ snapshot: { id }, children }) => (children.length === 0 ? id : [id, outline(children)]))

it('puts each snapshot below the one it was taken after', () => {
  expect(outline(buildSnapshotTree(all))).toEqual([['base', [['left', ['leaf']], 'right']]])
  expect(buildSnapshotTree([])).toEqual([])
})

it('loses none whose parent is not there', () => {
  expect(outline(buildSnapshotTree([leaf, right]))).toEqual(['leaf', 'right'])
})

it('holds as many as there are, however deep', () => {
  const chain = Array.from({ length: 40 }, (_, index) => snapshot(`${index}`, index === 0 ? null : `${index - 1}`))
  const count = (nodes: readonly SnapshotNode[]): number =>
    nodes.reduce((sum, { children }) => sum + 1 + count(children), 0)
  expect(count(buildSnapshotTree(chain))).toBe(40)
})

it('names what is lost when it goes back', () => {
  expect(describeRestoreLoss(left, all)).toContain('since “name of right” is lost')
  expect(describeRestoreLoss(right, all)).toContain('since it was taken is lost')
})

it('names what stays when one is removed', () => {
  expect(describeRemovalLoss(base, all)).toContain('“name of left”, “name of right” and what the machine has now stay')
  expect(describeRemovalLoss(leaf, all)).toMatch(/any more\. What the machine has now stays\.$/)
})
