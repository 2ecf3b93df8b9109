import { describe, expect, it } from 'vitest'
import { computeChainIds } from '../../../../../main/drivers/docker/store/chainIds.ts'
import { parseLoaded } from '../../../../../main/drivers/docker/store/loadImages.ts'
import { choosePrunable } from '../../../../../main/drivers/docker/store/pruneImages.ts'
import type { KeptImage } from '../../../../../main/drivers/docker/store/storedImages.ts'

describe('the chain of layers', () => {
  it('is named as the specification names it', () => {
    const hello = `sha256:${'0'.repeat(64)}`
    const [first, second] = computeChainIds([hello, hello])
    expect(first).toBe(hello)
    // echo -n 'sha256:000… sha256:000…' | sha256sum
    expect(second).toBe('sha256:1c549100e455eee76a4725b64270b19d7fa7aea704960d46363fffa8732d51b8')
    expect(computeChainIds([])).toEqual([])
  })
})

describe('the answer to a load', () => {
  it('names what was loaded, on Docker and on Podman', () => {
    const id = `sha256:${'1'.repeat(64)}`
    const lines = ['Loaded image: web:1.0', `Loaded image ID: ${id}`, 'Loading layer']
    expect(parseLoaded(lines.map((stream) => JSON.stringify({ stream: `${stream}\n` })).join('\r\n'))).toEqual([
      'web:1.0',
      id,
    ])
    const podman = JSON.stringify({ stream: 'Loaded image: localhost/a:1,localhost/b:1' })
    expect(parseLoaded(podman)).toEqual(['localhost/a:1', 'localhost/b:1'])
    expect(parseLoaded('')).toEqual([])
  })
})

describe('what a prune may take', () => {
  const image = (id: string, more: Partial<KeptImage> = {}): KeptImage => ({
    id,
    parent: null,
    names: [`${id}:1`],
    references: 1,
    bytes: 1,
    chain: [id],
    containers: [],
    isOfRun: false,
    ...more,
  })
  const nameless = { names: [], references: 0 }
  const images = [
    image('used', { containers: [{ id: 'docker:1', name: 'box' }] }),
    image('unused'),
    image('dangling', { ...nameless }),
    image('step', { ...nameless }),
    image('built', { parent: 'step' }),
    image('digest', { names: ['web@sha256:1'] }),
    image('compared', { isOfRun: true }),
  ]

  it('is what has no name and nothing on it, or what no container uses', () => {
    expect(choosePrunable(images, 'dangling')).toEqual(['dangling'])
    expect(choosePrunable(images, 'unused')).toEqual(['unused', 'dangling', 'built', 'digest'])
  })
})
