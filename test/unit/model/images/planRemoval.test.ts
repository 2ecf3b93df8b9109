import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { planRemoval, type StoredImage } from '../../../../main/model/images/planRemoval.ts'

const image = (id: string, chain: readonly string[], more: Partial<StoredImage> = {}): StoredImage => ({
  id,
  parent: null,
  names: [`${id}:1`],
  references: 1,
  bytes: 10,
  chain,
  containers: [],
  ...more,
})
const sizes = new Map([
  ['a', 100],
  ['a b', 20],
  ['a b c', 3],
  ['a d', 7],
])

describe('what a removal of images returns', () => {
  it('is what no other image has', () => {
    const stored = [image('base', ['a']), image('web', ['a', 'a b']), image('other', ['a', 'a d'])]
    expect(planRemoval(stored, ['web'], sizes)).toMatchObject({ layers: 1, bytes: 20 })
    expect(planRemoval(stored, ['base'], sizes)).toMatchObject({ layers: 0, bytes: 0 })
    expect(planRemoval(stored, ['base', 'web'], sizes)).toMatchObject({ layers: 1, bytes: 20 })
    expect(planRemoval(stored, ['web', 'base', 'other'], sizes)).toMatchObject({ layers: 3, bytes: 127 })
  })

  it('is nothing of an image that a container uses, or that others are built on', () => {
    const containers = [{ id: 'docker:1', name: 'box' }]
    const stored = [
      image('base', ['a']),
      image('web', ['a', 'a b'], { parent: 'base' }),
      image('used', ['a', 'a d'], { containers }),
    ]
    const plan = planRemoval(stored, ['base', 'used'], sizes)
    expect(plan).toMatchObject({ layers: 0, bytes: 0 })
    expect(plan.images.map(({ fate }) => fate)).toEqual([
      { kind: 'unnamed', children: ['web'] },
      { kind: 'inUse', containers },
    ])
  })

  it('takes along what was built on the way and has no name, as far as nobody needs it', () => {
    const nameless = { names: [], references: 0 }
    const stored = [
      image('kept', ['a']),
      image('step 1', ['a', 'a b'], { ...nameless, parent: 'kept' }),
      image('step 2', ['a', 'a b'], { ...nameless, parent: 'step 1' }),
      image('web', ['a', 'a b', 'a b c'], { parent: 'step 2' }),
    ]
    expect(planRemoval(stored, ['web'], sizes)).toMatchObject({ layers: 2, bytes: 23 })
    const sibling = image('sibling', ['a', 'a b'], { parent: 'step 1' })
    expect(planRemoval([...stored, sibling], ['web'], sizes)).toMatchObject({ layers: 1, bytes: 3 })
  })

  it('comes child first, whatever the order it was asked in', () => {
    const stored = [image('base', ['a']), image('web', ['a', 'a b'], { parent: 'base' })]
    const plan = planRemoval(stored, ['base', 'web', 'base', 'nobody'], sizes)
    expect(plan.images.map(({ id, fate }) => [id, fate.kind])).toEqual([
      ['web', 'goes'],
      ['base', 'goes'],
      ['nobody', 'missing'],
    ])
    expect(plan).toMatchObject({ layers: 2, bytes: 120 })
  })

  it('is not known where the size of one layer is not', () => {
    const plan = planRemoval([image('web', ['x', 'x y'])], ['web'], new Map([['x', 1]]))
    expect(plan).toMatchObject({ layers: 2, bytes: null, images: [{ fate: { layers: 2, bytes: null } }] })
  })

  it('is, for any images without families, what the store loses', () => {
    const chains = fc.array(fc.array(fc.constantFrom('p', 'q', 'r'), { maxLength: 4 }), { maxLength: 8 })
    fc.assert(
      fc.property(chains, fc.infiniteStream(fc.boolean()), (all, picks) => {
        const stored = all.map((layers, index) =>
          image(
            `i${index}`,
            layers.map((_, end) => layers.slice(0, end + 1).join()),
          ),
        )
        const chosen = stored.filter(() => picks.next().value === true)
        const layersOf = (images: readonly StoredImage[]) => new Set(images.flatMap(({ chain }) => chain))
        const bytes = new Map([...layersOf(stored)].map((key, index) => [key, 2 ** index]))
        const left = layersOf(stored.filter((one) => !chosen.includes(one)))
        const lost = [...layersOf(stored)].filter((key) => !left.has(key))
        const plan = planRemoval(
          stored,
          chosen.map(({ id }) => id),
          bytes,
        )
        expect(plan.layers).toBe(lost.length)
        expect(plan.bytes).toBe(lost.reduce((sum, key) => sum + (bytes.get(key) ?? 0), 0))
      }),
    )
  })
})
