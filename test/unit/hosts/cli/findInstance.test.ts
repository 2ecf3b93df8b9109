import { describe, expect, it } from 'vitest'
import { findInstance } from '../../../../main/hosts/cli/findInstance.ts'
import { exampleListed } from '../../../support/liveExample.ts'

const instances = [
  exampleListed({ id: 'docker:aaa111', name: 'web' }),
  exampleListed({ id: 'docker:aaa222', name: 'db' }),
  exampleListed({ id: 'docker:bbb333', name: 'aaa111x' }),
  exampleListed({ id: 'qemu:debian', technology: 'qemu', name: 'debian' }),
  exampleListed({ id: 'venv:/home/a/proj/.venv', technology: 'venv', name: 'proj' }),
  exampleListed({ id: 'venv:/home/b/proj/.venv', technology: 'venv', name: 'proj' }),
]
const idsOf = (text: string) => {
  const found = findInstance(instances, text)
  if (found.kind === 'none') return []
  return found.kind === 'one' ? [found.instance.id] : found.candidates.map(({ id }) => id)
}

describe('what names an instance', () => {
  it.each([
    ['docker:aaa222', 'docker:aaa222'],
    ['aaa222', 'docker:aaa222'],
    ['docker:b', 'docker:bbb333'],
    ['bb', 'docker:bbb333'],
    ['web', 'docker:aaa111'],
    ['debian', 'qemu:debian'],
    ['qemu:deb', 'qemu:debian'],
    ['/home/a', 'venv:/home/a/proj/.venv'],
  ])('%s', (text, id) => expect(idsOf(text)).toEqual([id]))

  it('is not a beginning or a name that several have', () => {
    expect(idsOf('aaa')).toEqual(['docker:aaa111', 'docker:aaa222'])
    expect(idsOf('proj')).toEqual(['venv:/home/a/proj/.venv', 'venv:/home/b/proj/.venv'])
  })

  it('is an id rather than a name that begins with it, and a whole name rather than the beginning of an id', () => {
    expect(idsOf('aaa111')).toEqual(['docker:aaa111'])
    expect(findInstance([...instances, exampleListed({ id: 'docker:ccc', name: 'bbb' })], 'bbb')).toMatchObject({
      instance: { id: 'docker:ccc' },
    })
  })

  it.each(['', 'q', 'qemu', 'qemu:', 'nginx', 'WEB', 'ebian', 'docker:aaa2222'])(
    'is not %j, though only one could be meant by some of these',
    (text) => expect(findInstance(instances, text)).toEqual({ kind: 'none' }),
  )
})
