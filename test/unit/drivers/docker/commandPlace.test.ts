import { describe, expect, it } from 'vitest'
import { chooseImage } from '../../../../main/drivers/docker/commandImage.ts'
import { explainUnmountable } from '../../../../main/drivers/docker/commandPlace.ts'
import { buildCreateOptions } from '../../../../main/drivers/docker/container.ts'
import { buildCommandSpec } from '../../../../main/drivers/docker/executeInContainer.ts'
import { dockerVariants } from '../../../../main/drivers/docker/variants.ts'

const here = { url: 'unix:///var/run/docker.sock' }
const command = { argv: ['true'], directory: '/home/me/project', ignoreFailure: false }

describe('the directory of a command', () => {
  it.each(['/home/me', '/usr/src/project', '/usr/local/src', '/etc/project', '/libre', '/device', '/tmp'])(
    '%s can be seen in a container',
    (directory) => {
      expect(explainUnmountable(here, directory)).toBeNull()
    },
  )

  it.each([
    '/',
    '/usr',
    '/usr/bin',
    '/usr/local',
    '/usr/local/lib/python3',
    '/lib64',
    '/bin',
    '/etc',
    '/proc/1',
    '/sys',
    '/dev/shm',
    '/probe',
  ])('%s would hide what the container consists of', (directory) => {
    expect(explainUnmountable(here, directory)).toEqual({ absent: expect.stringContaining(directory) })
  })

  it('is not on the machine of a daemon that answers on the network', () => {
    expect(explainUnmountable({ url: 'tcp://10.0.0.1:2375' }, '/home/me')).toEqual({
      absent: expect.stringContaining('network'),
    })
  })
})

describe('the container of a command', () => {
  const base = { name: 'n', image: 'i', args: [], variables: { PATH: '/bin', HOME: '/' }, labels: {} }

  it('is asked for without a text in which a name or an argument could mean more than itself', () => {
    const spec = buildCommandSpec(base, '/a:rw,b', ['echo', '$HOME;', '--rm'])
    const options = buildCreateOptions(spec)
    expect(options).toMatchObject({
      Entrypoint: ['/probe'],
      Cmd: ['run', '--', 'echo', '$HOME;', '--rm'],
      WorkingDir: '/a:rw,b',
    })
    expect(options.HostConfig).toEqual({
      Mounts: [expect.objectContaining({ Source: '/a:rw,b', Target: '/a:rw,b', ReadOnly: true })],
    })
  })

  it('has the run’s variables, and the PATH of its image', () => {
    expect(buildCreateOptions(buildCommandSpec(base, '/a', ['x'])).Env).toEqual(['HOME=/'])
  })

  it('keeps what its kind is created with', () => {
    const spec = buildCommandSpec({ ...base, hostConfig: { PidMode: 'host' } }, '/a', ['x'])
    expect(spec.hostConfig).toMatchObject({ PidMode: 'host', Mounts: [{}] })
  })
})

describe('the image of a command', () => {
  const find = (id: string) => {
    const variant = dockerVariants.find((each) => each.id === id)
    if (!variant) throw new Error(id)
    return variant
  }

  it('is the one that was asked for, for this contender alone', () => {
    const images = { 'docker:privileged': 'debian:12' }
    expect(chooseImage(find('docker:privileged'), here, { ...command, images }).place).toEqual({
      directory: command.directory,
    })
    expect(chooseImage(find('docker'), here, { ...command, images }).place).toEqual({
      absent: expect.stringContaining('--in docker=IMAGE'),
    })
  })

  it('is the variant’s own where that has programs, and in a run without a command', () => {
    const python = find('docker:python')
    expect(chooseImage(python, here, command)).toEqual({
      makeImage: python.makeImage,
      place: { directory: command.directory },
    })
    expect(chooseImage(find('docker'), here, undefined).makeImage).toBe(find('docker').makeImage)
  })

  it('is not fetched for a daemon that could not see the directory', () => {
    const images = { docker: 'debian:12' }
    const chosen = chooseImage(find('docker'), { url: 'tcp://10.0.0.1:2375' }, { ...command, images })
    expect(chosen.makeImage).toBe(find('docker').makeImage)
  })
})
