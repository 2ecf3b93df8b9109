import { expect, test } from 'vitest'
import type { ImageStep } from '../../../../../main/contract/image.ts'
import {
  describeStack,
  drawStack,
  listSharers,
  splitInstruction,
} from '../../../../../renderer/features/images/layerView.ts'

const layer = (index: number, bytes: number, sharedWith: readonly string[] = []): ImageStep => ({
  instruction: `RUN ${index}`,
  createdAt: null,
  bytes,
  layer: { kind: 'layer', index, diffId: `sha256:${index}`, sharedWith: [...sharedWith] },
})
const empty: ImageStep = { instruction: 'CMD ["sh"]', createdAt: null, bytes: 0, layer: { kind: 'none' } }
const steps = [layer(0, 100, ['docker:a', 'docker:b']), empty, layer(1, 400, ['docker:b']), layer(2, 50)]

test('a stack is drawn from its topmost step, numbered from its lowest', () => {
  expect(drawStack({ steps }).map(({ number, share }) => [number, share])).toEqual([
    [4, 0.125],
    [3, 1],
    [2, 0],
    [1, 0.25],
  ])
  expect(drawStack({ steps: [empty] })[0]?.share).toBe(0)
})

test('images that share layers come by what they share, under their names', () => {
  const images = [{ id: 'docker:b', names: ['web:1'] }]
  expect(listSharers(steps, images)).toEqual([
    { id: 'docker:b', title: 'web:1', layers: 2, bytes: 500 },
    { id: 'docker:a', title: 'docker:a', layers: 1, bytes: 100 },
  ])
})

test('a stack in words tells layers from steps without files', () => {
  expect(describeStack(steps)).toBe('3 layers, 2 of them shared, 1 step without files')
  expect(describeStack([layer(0, 1)])).toBe('1 layer')
  expect(describeStack([{ ...empty, layer: { kind: 'unknown' } }])).toBe('1 layer')
})

test.each([
  ['RUN apt-get update', 'RUN', 'apt-get update'],
  ['(Imported from -)', null, '(Imported from -)'],
  ['sh -c true', null, 'sh -c true'],
  ['ONBUILD', 'ONBUILD', ''],
])('%s begins with its instruction', (text, word, rest) => {
  expect(splitInstruction(text)).toEqual({ word, rest })
})
