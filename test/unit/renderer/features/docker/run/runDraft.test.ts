import { describe, expect, it } from 'vitest'
import { checkRun, firstRun, type RunDraft } from '../../../../../../renderer/features/docker/run/runDraft.ts'
import { plainSpec } from '../../../../../support/runSpec.ts'

const check = (change: Partial<RunDraft>) => checkRun({ ...firstRun, image: 'web:1', ...change })

describe('a container as it is typed', () => {
  it('is the image as it is where nothing else is said', () => {
    expect(check({})).toEqual({ ok: true, request: { spec: { ...plainSpec, image: 'web:1' }, name: null, count: 1 } })
  })

  it('publishes ports to this machine only, unless others are let in', () => {
    const ports = '8080:80\n53/udp\n0.0.0.0:1:2'
    const addresses = (portsForAll: boolean) => {
      const checked = check({ ports, portsForAll })
      return checked.ok ? checked.request.spec.ports.map(({ address }) => address) : null
    }
    expect(addresses(false)).toEqual(['127.0.0.1', '127.0.0.1', '0.0.0.0'])
    expect(addresses(true)).toEqual([null, null, '0.0.0.0'])
  })

  it('takes words as a shell would part them, and an entry point that is none', () => {
    expect(check({ command: 'sh -c "echo $1"', replacesEntrypoint: true, as: 'terminal' })).toMatchObject({
      request: { spec: { command: ['sh', '-c', 'echo $1'], entrypoint: [], interactive: true, tty: true } },
    })
  })

  it.each<[Partial<RunDraft>, keyof RunDraft]>([
    [{ image: '' }, 'image'],
    [{ name: '-x' }, 'name'],
    [{ command: "'" }, 'command'],
    [{ ports: '80:80\nx' }, 'ports'],
    [{ variables: 'NAME' }, 'variables'],
    [{ mounts: '/a' }, 'mounts'],
    [{ mounts: 'data/x:/a' }, 'mounts'],
    [{ cpus: 'many' }, 'cpus'],
    [{ memory: '1 MiB' }, 'memory'],
    [{ processes: '0' }, 'processes'],
    [{ network: 'host' }, 'network'],
    [{ user: 'a b' }, 'user'],
    [{ directory: 'srv' }, 'directory'],
    [{ count: '101' }, 'count'],
    [{ count: '2', ports: '80:80' }, 'count'],
    [{ count: '2', as: 'terminal' }, 'count'],
    [{ removeAtExit: true, restart: 'always' }, 'restart'],
  ])('says at its field what is wrong with %j', (change, field) => {
    const checked = check(change)
    expect(checked.ok ? {} : checked.errors).toEqual({ [field]: expect.stringMatching(/\S/) })
  })
})
