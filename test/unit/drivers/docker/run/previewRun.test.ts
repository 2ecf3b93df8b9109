import { execFileSync } from 'node:child_process'
import { describe, expect, it } from 'vitest'
import type { ContainerSpec } from '../../../../../main/contract/container.ts'
import { buildCreateBody } from '../../../../../main/drivers/docker/run/createBody.ts'
import { describeRun, type PreviewedImage } from '../../../../../main/drivers/docker/run/previewRun.ts'
import { generateName } from '../../../../../main/drivers/docker/run/runContainer.ts'
import { quoteCommand } from '../../../../../main/model/quoteCommand.ts'
import { splitWords } from '../../../../../main/model/splitWords.ts'
import { plainSpec } from '../../../../support/runSpec.ts'

const image: PreviewedImage = {
  Config: {
    Entrypoint: ['/entry', '--flag'],
    Cmd: ['serve', 'all'],
    User: 'app',
    WorkingDir: '/srv',
    ExposedPorts: { '80/tcp': {} },
  },
}
const preview = (change: Partial<ContainerSpec>, of: PreviewedImage | null = image) =>
  describeRun({ spec: { ...plainSpec, image: 'web:1', ...change }, name: null }, of)

describe('what a container will execute', () => {
  it('is the image’s entry point with its command, each replaced as the engine does', () => {
    const programs = [{}, { command: ['other'] }, { entrypoint: ['/bin/sh', '-c'] }, { entrypoint: [], command: ['x'] }]
    expect(programs.map((change) => preview(change).program)).toEqual([
      ['/entry', '--flag', 'serve', 'all'],
      ['/entry', '--flag', 'other'],
      ['/bin/sh', '-c'],
      ['x'],
    ])
  })

  it('says where each part is from, and what else the image says', () => {
    expect(preview({ command: ['other'] })).toMatchObject({
      entrypoint: { from: 'image' },
      command: { words: ['other'], from: 'request' },
      user: 'app',
      directory: '/srv',
      exposed: ['80/tcp'],
      problem: null,
    })
    expect(preview({}, { Config: null })).toMatchObject({ user: 'root', directory: '/' })
  })

  it('is nothing where nobody names a program, and not known of an image that is not here', () => {
    expect(preview({ entrypoint: [] }).problem).toMatchObject({ code: 'bad_input', remedy: { text: 'Give a command' } })
    const missing = preview({}, null)
    expect(missing.program).toBeNull()
    expect(missing.problem).toMatchObject({ code: 'not_found', remedy: { command: 'isoscope image pull web:1' } })
    expect(preview({ entrypoint: ['/bin/sh'] }, null).program).toEqual(['/bin/sh'])
  })
})

describe('the docker run that does the same', () => {
  const all: ContainerSpec = {
    image: 'web:1',
    entrypoint: ['/bin/sh', '-c'],
    command: ["echo 'a b' $HOME", '--'],
    variables: [{ name: 'A', value: 'x "y"; rm -rf /' }],
    ports: [
      { container: 80, host: 8080, address: '127.0.0.1', protocol: 'tcp' },
      { container: 53, host: null, address: null, protocol: 'udp' },
      { container: 81, host: null, address: '::1', protocol: 'tcp' },
    ],
    mounts: [
      { kind: 'bind', source: '/home/me/a,b "c"', target: '/in', readOnly: true },
      { kind: 'volume', source: 'data', target: '/data', readOnly: false },
    ],
    limits: { cpus: 1.5, memoryBytes: 67_108_864, processes: 64 },
    network: 'backend',
    restart: { when: 'on-failure', attempts: 3 },
    user: '1000:1000',
    directory: '/srv',
    interactive: true,
    tty: true,
    removeAtExit: false,
  }

  it('has every option, the rest of an entry point before the command', () => {
    expect(describeRun({ spec: all, name: 'web' }, image).dockerCommand).toEqual([
      ...['docker', 'run', '--interactive', '--tty', '--name', 'web', '--env', 'A=x "y"; rm -rf /'],
      ...['--publish', '127.0.0.1:8080:80', '--publish', '53/udp', '--publish', '[::1]::81'],
      ...['--mount', 'type=bind,"source=/home/me/a,b ""c""",target=/in,readonly'],
      ...['--mount', 'type=volume,source=data,target=/data', '--cpus', '1.5', '--memory', '67108864b'],
      ...['--pids-limit', '64', '--network', 'backend', '--restart', 'on-failure:3', '--user', '1000:1000'],
      ...['--workdir', '/srv', '--entrypoint', '/bin/sh', 'web:1', '-c', "echo 'a b' $HOME", '--'],
    ])
  })

  it('comes through a shell as it is', () => {
    const { dockerCommand } = describeRun({ spec: all, name: 'web' }, image)
    const line = quoteCommand(dockerCommand)
    expect(splitWords(line)).toEqual(dockerCommand)
    const printed = execFileSync('/bin/sh', ['-c', `printf '%s\\0' ${line}`], { encoding: 'utf8' })
    expect(printed.split('\0').slice(0, -1)).toEqual(dockerCommand)
  })

  it('asks the engine for the same', () => {
    const body = buildCreateBody({ spec: all, name: 'web', labels: { a: 'b' }, attached: false })
    expect(body).toMatchObject({
      Entrypoint: ['/bin/sh', '-c'],
      Cmd: all.command,
      ExposedPorts: { '80/tcp': {}, '53/udp': {}, '81/tcp': {} },
      StdinOnce: false,
      HostConfig: {
        PortBindings: {
          '80/tcp': [{ HostIp: '127.0.0.1', HostPort: '8080' }],
          '53/udp': [{ HostPort: '' }],
        },
        Mounts: [{ Type: 'bind', Source: '/home/me/a,b "c"', Target: '/in', ReadOnly: true }, { Type: 'volume' }],
      },
    })
    const none = buildCreateBody({ spec: { ...all, entrypoint: [] }, name: 'web', labels: {}, attached: true })
    expect(none).toMatchObject({ Entrypoint: [''], StdinOnce: true })
  })
})

describe('a generated name', () => {
  it('begins with the image’s', () => {
    const images = ['docker.io/library/debian:12', 'localhost:5000/a__b', 'web@sha256:0123', '_']
    expect(images.map((name) => generateName(name).replace(/[0-9a-f]{6}$/, '#'))).toEqual([
      'debian-#',
      'a-b-#',
      'web-#',
      'container-#',
    ])
  })
})
