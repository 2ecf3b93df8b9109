import { describe, expect, it } from 'vitest'
import { runRequestSchema } from '../../../main/contract/container.ts'
import { plainSpec } from '../../support/runSpec.ts'

const whyNot = (spec: object, rest: object = {}) =>
  runRequestSchema
    .safeParse({ spec: { ...plainSpec, ...spec }, name: null, count: 1, ...rest })
    .error?.issues.map(({ message }) => message)
    .join(' ')

describe('what a container may be asked to be', () => {
  it('is taken where it is plain', () => {
    expect(whyNot({})).toBeUndefined()
    expect(whyNot({ user: '0', directory: '/', entrypoint: [] }, { count: 100 })).toBeUndefined()
  })

  it.each([
    [{ image: '-it' }, {}, 'name of an image'],
    [{ network: 'host' }, {}, 'host’s own network'],
    [{ network: 'container:web' }, {}, 'name of a network'],
    [{ user: '--privileged' }, {}, 'USER:GROUP'],
    [{ mounts: [{ kind: 'volume', source: '/etc', target: '/in', readOnly: true }] }, {}, 'volume’s name'],
    [{ mounts: [{ kind: 'bind', source: 'etc', target: '/in', readOnly: true }] }, {}, 'absolute'],
    [{ mounts: [{ kind: 'volume', source: 'data', target: '/', readOnly: true }] }, {}, 'not its root'],
    [{ removeAtExit: true, restart: { when: 'always' } }, {}, 'choose one of both'],
    [{ network: 'none', ports: [{ container: 1, host: null, address: null, protocol: 'tcp' }] }, {}, 'no port'],
    [{ ports: [{ container: 1, host: 80, address: null, protocol: 'tcp' }] }, { count: 2 }, 'leave the port open'],
    [{ limits: { ...plainSpec.limits, memoryBytes: 1_000 } }, {}, '6 MiB'],
    [{ variables: [{ name: 'A=B', value: '' }] }, {}, 'without ='],
    [{}, { name: '-x' }, 'begins with a letter'],
    [{}, { count: 101 }, '100'],
  ])('not %j %j', (spec, rest, message) => {
    expect(whyNot(spec, rest)).toContain(message)
  })
})
