import { describe, expect, it } from 'vitest'
import { parseCommandLine, UsageError } from '../../../../../main/hosts/cli/commandLine.ts'
import { commands } from '../../../../../main/hosts/cli/commands.ts'
import { listMountedFolders, readRunRequest } from '../../../../../main/hosts/cli/container/runOptions.ts'
import { plainSpec } from '../../../../support/runSpec.ts'

function read(...words: readonly string[]) {
  const parsed = parseCommandLine(['run', ...words], commands)
  if (parsed.kind === 'help') throw new Error('no help was asked for')
  return readRunRequest(parsed.values, parsed.operands[0] ?? '', parsed.program, { HERE: 'from here' })
}

describe('isoscope run', () => {
  it('takes every word behind the image for the command', () => {
    const { spec } = read('-it', '--rm', 'web:1', 'sh', '-c', 'echo "$1"', '--', '--rm', '-d')
    expect(spec).toEqual({
      ...plainSpec,
      image: 'web:1',
      command: ['sh', '-c', 'echo "$1"', '--', '--rm', '-d'],
      interactive: true,
      tty: true,
      removeAtExit: true,
    })
    expect(read('web:1').spec).not.toHaveProperty('command')
    expect(read('web:1', '--', '-x').spec.command).toEqual(['-x'])
  })

  it('reads what docker reads', () => {
    const request = read(
      ...['-e', 'A=b=c', '-e', 'HERE', '-e', 'NOT_HERE', '-p', '8080:80', '-p', '127.0.0.1::53/udp', '-p', '[::1]:1:2'],
      ...[
        '-v',
        '/etc/hosts:/h:ro',
        '-v',
        './data:/d',
        '-v',
        'data:/v',
        '--cpus',
        '1.5',
        '-m',
        '64m',
        '--network',
        'none-of',
      ],
      ...['--restart', 'on-failure:3', '-u', '1:2', '-w', '/srv', '--entrypoint', '/bin/x', '--name', 'a', 'web:1'],
    )
    expect(request).toMatchObject({
      name: 'a',
      count: 1,
      spec: {
        variables: [
          { name: 'A', value: 'b=c' },
          { name: 'HERE', value: 'from here' },
        ],
        ports: [
          { container: 80, host: 8080, address: null, protocol: 'tcp' },
          { container: 53, host: null, address: '127.0.0.1', protocol: 'udp' },
          { container: 2, host: 1, address: '::1', protocol: 'tcp' },
        ],
        mounts: [
          { kind: 'bind', source: '/etc/hosts', target: '/h', readOnly: true },
          { kind: 'bind', source: `${process.cwd()}/data`, target: '/d', readOnly: false },
          { kind: 'volume', source: 'data', target: '/v', readOnly: false },
        ],
        limits: { cpus: 1.5, memoryBytes: 64 * 1024 ** 2 },
        network: 'none-of',
        restart: { when: 'on-failure', attempts: 3 },
        user: '1:2',
        directory: '/srv',
        entrypoint: ['/bin/x'],
      },
    })
    expect(listMountedFolders(request)).toEqual(expect.arrayContaining(['/etc', process.cwd()]))
    expect(read('--entrypoint', '', 'web:1', 'x').spec.entrypoint).toEqual([])
    expect(read('-m', '2GiB', 'web:1').spec.limits.memoryBytes).toBe(2 * 1024 ** 3)
  })

  it.each([
    [['-p', '99999:80', 'web:1'], /--publish takes/],
    [['-p', 'x', 'web:1'], /--publish takes/],
    [['-v', '/a', 'web:1'], /--volume takes/],
    [['-v', '/a:b', 'web:1'], /--volume takes/],
    [['--cpus', 'two', 'web:1'], /--cpus takes/],
    [['-m', '64', 'web:1'], /--memory takes/],
    [['-m', '1k', 'web:1'], /6 MiB/],
    [['--restart', 'often', 'web:1'], /--restart takes/],
    [['--restart', 'on-failure:x', 'web:1'], /--restart takes/],
    [['-e', '=b', 'web:1'], /--env takes/],
    [['--rm', '--restart', 'always', 'web:1'], /choose one of both/],
    [['--network', 'host', 'web:1'], /host’s own network/],
    [['--count', '101', 'web:1'], /--count takes/],
    [['--count', '2', '-p', '80:80', 'web:1'], /leave the port open/],
    [['-w', 'srv', 'web:1'], /absolute/],
    [['-it'], /takes IMAGE, 0 given/],
    [['--privileged', 'web:1'], /--privileged/],
  ])('refuses %j', (words, says) => {
    expect(() => read(...words)).toThrow(UsageError)
    expect(() => read(...words)).toThrow(says)
  })
})
