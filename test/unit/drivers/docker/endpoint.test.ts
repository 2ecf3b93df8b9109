import { createHash } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { buildSshArgs } from '../../../../main/drivers/docker/contexts/dialStdio.ts'
import {
  type EndpointSurroundings,
  isElsewhere,
  listEndpoints,
  socketPathOf,
} from '../../../../main/drivers/docker/endpoint.ts'

function surround(part: Partial<EndpointSurroundings> & { files?: Record<string, string> } = {}): EndpointSurroundings {
  const { files = {}, ...rest } = part
  return {
    env: {},
    platform: 'linux',
    home: '/home/ada',
    uid: 1000,
    readText: (path) => files[path] ?? null,
    ...rest,
  }
}

const urls = (surroundings: EndpointSurroundings) => listEndpoints(surroundings).map(({ url }) => url)

function contextFiles(name: string, host: string, folder = '/home/ada/.docker') {
  const id = createHash('sha256').update(name).digest('hex')
  return {
    [`${folder}/contexts/meta/${id}/meta.json`]: JSON.stringify({ Name: name, Endpoints: { docker: { Host: host } } }),
  }
}

describe('where Docker is looked for', () => {
  it('follows DOCKER_HOST alone, before any context', () => {
    const files = { '/home/ada/.docker/config.json': '{"currentContext":"work"}', ...contextFiles('work', 'unix:///w') }
    const found = listEndpoints(surround({ env: { DOCKER_HOST: 'unix:///tmp/a.sock', DOCKER_CONTEXT: 'work' }, files }))
    expect(found).toEqual([{ url: 'unix:///tmp/a.sock', source: 'DOCKER_HOST', explicit: true }])
  })

  it('takes an address without a scheme for TCP, as the docker program does', () => {
    expect(urls(surround({ env: { DOCKER_HOST: 'localhost:2375' } }))).toEqual(['tcp://localhost:2375'])
  })

  it('reads the certificates of a TLS daemon', () => {
    const env = { DOCKER_HOST: 'tcp://h:2376', DOCKER_TLS_VERIFY: '1', DOCKER_CERT_PATH: '/certs' }
    const files = { '/certs/ca.pem': 'CA', '/certs/cert.pem': 'CERT', '/certs/key.pem': 'KEY' }
    expect(listEndpoints(surround({ env, files }))[0]?.tls).toEqual({
      ca: 'CA',
      cert: 'CERT',
      key: 'KEY',
      folder: '/certs',
    })
  })

  it('takes a daemon behind ssh, and refuses what ssh would take for an option', () => {
    expect(urls(surround({ env: { DOCKER_HOST: 'ssh://me@far' } }))).toEqual(['ssh://me@far'])
    for (const url of [
      'ssh://-oProxyCommand=x',
      'ssh://me@-far',
      'ssh://-l@far',
      'ssh://me:secret@far',
      'ssh://far/a b',
    ]) {
      expect(() => urls(surround({ env: { DOCKER_HOST: url } })), url).toThrow(
        expect.objectContaining({ code: 'bad_input' }),
      )
    }
  })

  it.each(['ssh://me:geheim@far', 'tcp://me:geheim@far:2375', 'me:geheim@far:2375'])(
    'refuses %s without telling its password',
    (url) => {
      const refused = expect.objectContaining({ code: 'bad_input', message: expect.not.stringContaining('geheim') })
      expect(() => urls(surround({ env: { DOCKER_HOST: url } }))).toThrow(refused)
    },
  )

  it('takes the context that was chosen for Isoscope before all others', () => {
    const files = { ...contextFiles('work', 'unix:///w'), ...contextFiles('far', 'ssh://far:2222/run/d.sock') }
    const env = { DOCKER_HOST: 'unix:///tmp/a.sock' }
    const found = (chosen: string | null) => listEndpoints({ ...surround({ env, files }), chosen })
    expect(found('far')).toEqual([
      { url: 'ssh://far:2222/run/d.sock', source: 'context far', context: 'far', explicit: true },
    ])
    expect(found(null)).toMatchObject([{ source: 'DOCKER_HOST' }])
    const remedy = expect.objectContaining({ command: 'isoscope context use default' })
    expect(() => found('gone')).toThrow(expect.objectContaining({ code: 'bad_input', remedy }))
  })

  it('says which daemons are on another machine', () => {
    const elsewhere = ['ssh://far', 'tcp://10.0.0.1:2375', 'https://far:2376', 'ssh://localhost']
    expect(elsewhere.map(isElsewhere)).toEqual([true, true, true, true])
    const here = ['unix:///s', 'npipe:////./pipe/x', 'tcp://127.0.0.1:2375', 'tcp://localhost:2376', 'tcp://[::1]:2375']
    expect(here.map(isElsewhere)).toEqual([false, false, false, false, false])
  })

  it('is told to ssh as the docker program does it', () => {
    expect(buildSshArgs('ssh://me@far:2222/run/d.sock').slice(4)).toEqual([
      '-T',
      '-l',
      'me',
      '-p',
      '2222',
      '--',
      'far',
      'docker',
      '--host',
      'unix:///run/d.sock',
      'system',
      'dial-stdio',
    ])
    expect(buildSshArgs('ssh://far').slice(4)).toEqual(['-T', '--', 'far', 'docker', 'system', 'dial-stdio'])
  })

  it('refuses an address that is none', () => {
    expect(() => urls(surround({ env: { DOCKER_HOST: 'gopher://x' } }))).toThrow(
      expect.objectContaining({ code: 'bad_input' }),
    )
  })

  it('follows DOCKER_CONTEXT before the current context', () => {
    const files = {
      '/home/ada/.docker/config.json': '{"currentContext":"work"}',
      ...contextFiles('work', 'unix:///work.sock'),
      ...contextFiles('lab', 'unix:///lab.sock'),
    }
    expect(urls(surround({ files }))).toEqual(['unix:///work.sock'])
    expect(urls(surround({ files, env: { DOCKER_CONTEXT: 'lab' } }))).toEqual(['unix:///lab.sock'])
  })

  it('looks for contexts where DOCKER_CONFIG says', () => {
    const files = { '/conf/config.json': '{"currentContext":"work"}', ...contextFiles('work', 'unix:///w', '/conf') }
    expect(urls(surround({ files, env: { DOCKER_CONFIG: '/conf' } }))).toEqual(['unix:///w'])
  })

  it('names a context that does not exist instead of taking another engine', () => {
    expect(() => urls(surround({ env: { DOCKER_CONTEXT: 'gone' } }))).toThrow(/"gone" does not exist/)
  })

  it('takes the context "default" for no context, and ignores a damaged configuration', () => {
    const usual = urls(surround())
    expect(urls(surround({ env: { DOCKER_CONTEXT: 'default' } }))).toEqual(usual)
    expect(urls(surround({ files: { '/home/ada/.docker/config.json': '{"currentCon' } }))).toEqual(usual)
  })

  it('asks the usual places in order: rootless, default, Desktop, Podman', () => {
    expect(urls(surround({ env: { XDG_RUNTIME_DIR: '/run/user/7' } }))).toEqual([
      'unix:///run/user/7/docker.sock',
      'unix:///var/run/docker.sock',
      'unix:///home/ada/.docker/run/docker.sock',
      'unix:///home/ada/.docker/desktop/docker.sock',
      'unix:///run/podman/podman.sock',
      'unix:///run/user/7/podman/podman.sock',
    ])
  })

  it('knows the runtime folder of a user whose session has no XDG_RUNTIME_DIR; root has none', () => {
    expect(urls(surround())[0]).toBe('unix:///run/user/1000/docker.sock')
    expect(urls(surround({ uid: 0 }))[0]).toBe('unix:///var/run/docker.sock')
  })

  it('uses the pipe on Windows', () => {
    const [found] = listEndpoints(surround({ platform: 'win32' }))
    expect(found?.url).toBe('npipe:////./pipe/docker_engine')
    expect(socketPathOf(found?.url ?? '')).toBe('//./pipe/docker_engine')
  })
})
