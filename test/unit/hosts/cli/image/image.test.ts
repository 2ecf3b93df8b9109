import { describe, expect, it } from 'vitest'
import type { Image } from '../../../../../main/contract/live.ts'
import { renderFiles } from '../../../../../main/hosts/cli/image/files.ts'
import { renderLayers } from '../../../../../main/hosts/cli/image/layers.ts'
import { findImages } from '../../../../../main/hosts/cli/image/selectImage.ts'

const digest = (digit: string) => `docker:sha256:${digit.repeat(64)}`
const image = (id: string, ...names: string[]): Image => ({
  id,
  technology: 'docker',
  names,
  owner: 'user',
  createdAt: null,
  size: null,
  containers: 0,
})

describe('an image that somebody names', () => {
  const images = [
    image(digest('a'), 'web:latest', 'web:1'),
    image(digest('b'), 'abc:1'),
    image(`docker:sha256:ab${'c'.repeat(62)}`),
  ]
  const found = (operand: string) => findImages(images, operand).map(({ id }) => id.slice(14, 17))

  it.each([
    ['web', ['aaa']],
    ['web:1', ['aaa']],
    ['web:2', []],
    ['aaaa', ['aaa']],
    [`sha256:${'b'.repeat(64)}`, ['bbb']],
    [digest('b'), ['bbb']],
    ['abc:1', ['bbb']],
    ['abc', ['abc']],
    ['nothing', []],
    ['', []],
    ['-x', []],
  ])('%j', (operand, expected) => {
    expect(found(operand)).toEqual(expected)
  })

  it('may be several by the beginning of an id', () => {
    expect(findImages([image(digest('a')), image(`docker:sha256:aaaa${'b'.repeat(60)}`)], 'aaaa')).toHaveLength(2)
  })
})

describe('the layers of an image on a terminal', () => {
  const step = (
    instruction: string,
    bytes: number,
    layer: Parameters<typeof renderLayers>[0]['steps'][number]['layer'],
  ) => ({
    instruction,
    bytes,
    layer,
    createdAt: null,
  })
  const described = {
    id: digest('a'),
    technology: 'docker' as const,
    names: ['web:1'],
    digests: [],
    createdAt: null,
    bytes: 2048,
    platform: 'linux/amd64',
    config: [],
    steps: [
      step('ADD \u001b[31mx in /', 2048, { kind: 'layer', index: 0, diffId: 'sha256:1', sharedWith: ['one', 'two'] }),
      step('WORKDIR /x', 0, { kind: 'unknown' }),
      step('CMD ["x"]', 0, { kind: 'none' }),
    ],
  }

  it('lie on each other, without what would steer the terminal', () => {
    expect(renderLayers(described, undefined).replaceAll('\u00a0', ' ').split('\n')).toEqual([
      'web:1 (aaaaaaaaaaaa), linux/amd64, 2.00 KiB',
      'LAYER      SIZE  SHARED WITH  INSTRUCTION',
      '    –         –            –  CMD ["x"]',
      '    ?       0 B            ?  WORKDIR /x',
      '    0  2.00 KiB            2  ADD x in /',
      '',
    ])
  })

  it('that change nothing in a folder say so', () => {
    const counts = { added: 0, changed: 0, attributes: 0, removed: 0 }
    expect(renderFiles({ files: [], counts, bytes: 0 }, undefined)).toBe('This layer changes nothing there.\n')
  })
})
