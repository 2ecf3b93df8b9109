import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { NamedImage } from '../../../../main/drivers/docker/imageSizes.ts'
import { findUntold, sumLayers } from '../../../../main/drivers/docker/sumImages.ts'

const image = (id: string, layers: string, size: number, layerSizes?: readonly number[]): NamedImage => ({
  id,
  layers: [...layers],
  size,
  ...(layerSizes && { layerSizes }),
})

describe('what images take together', () => {
  it('has each layer once, where an image ends at the place at which others leave it', () => {
    expect(sumLayers([image('base', 'a', 10), image('x', 'ab', 13), image('y', 'ac', 14)])).toBe(17)
  })
  it('is not known where nobody tells what lies below such a place, and is once one tells', () => {
    const pair = [image('x', 'ab', 13), image('y', 'ac', 14)]
    expect(sumLayers(pair)).toBeNull()
    expect(findUntold(pair).map(({ id }) => id)).toEqual(['y'])
    expect(sumLayers([image('x', 'ab', 13), image('y', 'ac', 14, [10, 4])])).toBe(17)
  })
  it('has two images of the same layers once, and those without layers not at all', () => {
    expect(sumLayers([image('x', 'ab', 13), image('y', 'ab', 13), image('z', '', 0)])).toBe(13)
  })
  it('is the sum over the beginnings of all chains, whatever they are, once the untold are told', () => {
    const chains = fc.array(fc.array(fc.constantFrom('a', 'b', 'c'), { maxLength: 5 }), { maxLength: 8 })
    // A layer is what it is by all that lies below it.
    const sizeOf = (beginning: string) => [...beginning].reduce((sum, letter) => sum * 3 + letter.charCodeAt(0), 1) % 97
    fc.assert(
      fc.property(chains, (all) => {
        const sizesOf = (layers: readonly string[]) =>
          layers.map((_, index) => sizeOf(layers.slice(0, index + 1).join('')))
        const bare = all.map((layers, index) =>
          image(
            `${index}`,
            layers.join(''),
            sizesOf(layers).reduce((sum, size) => sum + size, 0),
          ),
        )
        const untold = new Set(findUntold(bare).map(({ id }) => id))
        const told = bare.map((one) => (untold.has(one.id) ? { ...one, layerSizes: sizesOf(one.layers) } : one))
        const beginnings = new Set(
          all.flatMap((layers) => layers.map((_, index) => layers.slice(0, index + 1).join(''))),
        )
        expect(sumLayers(told)).toBe([...beginnings].reduce((sum, beginning) => sum + sizeOf(beginning), 0))
      }),
    )
  })
})
