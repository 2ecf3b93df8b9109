import { describe, expect, it } from 'vitest'
import { findHubs, judge, type Seen } from '../../../../main/drivers/jupyterhub/detect.ts'
import { isHub, parseProxyArguments } from '../../../../main/drivers/jupyterhub/localHubs.ts'

const nothing: Seen = { connected: [], found: [], program: null }
const url = 'http://127.0.0.1:8000/'
const connected = {
  state: 'connected',
  url,
  version: '3.0.0',
  as: 'alice',
  memory: { pss: 120e6 },
  cpu: { share: 0.012 },
} as const
const failed = {
  state: 'failed',
  url: 'https://hub.example.org/',
  error: { code: 'not_running', engine: 'jupyterhub', message: 'It does not answer.', detail: 'ECONNREFUSED' },
} as const
const found = { state: 'found', url, pid: 12, version: '3.0.0' } as const
const program = { path: '/usr/bin/jupyterhub', version: '3.0.0' }

describe('the state of JupyterHub', () => {
  it('is missing where there is no hub and no program, with how to connect to one', () => {
    expect(judge(nothing)).toMatchObject({ state: 'missing', remedy: { command: 'isoscope hub connect URL' } })
  })

  it('says of a hub that was found that it needs a token', () => {
    expect(judge({ ...nothing, found: [found] })).toMatchObject({
      state: 'broken',
      version: '3.0.0',
      why: `A hub was found at ${url} (process 12), not connected: it needs a token.`,
      remedy: { command: `isoscope hub connect ${url}` },
    })
    expect(judge({ ...nothing, found: [found], program })).toMatchObject({
      state: 'ready',
      facts: { [url]: expect.stringContaining('needs a token'), hubs: 'none is connected', program: program.path },
    })
  })

  it('is ready with a hub that answers, and tells of one that does not', () => {
    const status = judge({ ...nothing, connected: [connected, failed] })
    expect(status).toMatchObject({ state: 'ready', version: '3.0.0' })
    expect(status).toHaveProperty(['facts', failed.url], 'It does not answer.')
    const said =
      /^JupyterHub 3\.0\.0, connected as alice; hub and proxy take 114.MiB and 1\.2.% of a core since they were started$/
    expect(status).toHaveProperty(['facts', url], expect.stringMatching(said))
    const elsewhere = { ...connected, memory: { absent: 'it is elsewhere' }, cpu: { absent: 'it is elsewhere' } }
    const facts = ['facts', url] as const
    expect(judge({ ...nothing, connected: [elsewhere] })).toHaveProperty(
      [...facts],
      expect.stringMatching(/; it is elsewhere$/),
    )
  })

  it('is broken where no hub that is connected answers, though the program is here', () => {
    expect(judge({ ...nothing, connected: [failed], program })).toMatchObject({
      state: 'broken',
      why: 'It does not answer. ECONNREFUSED',
    })
  })

  it('is broken where the program does not say which version it is', () => {
    expect(judge({ ...nothing, program: { ...program, version: null } })).toMatchObject({ state: 'broken' })
  })
})

describe('the processes of a hub', () => {
  it('are looked for whatever stands in the list of connections', async () => {
    const urls = ['nonsense', 'http://hub.example.org/', 'https://me:secret@hub.example.org/']
    const looking = findHubs(
      urls.map((one) => ({ url: one })),
      AbortSignal.timeout(5_000),
    )
    await expect(looking).resolves.toEqual(expect.any(Array))
  })

  it.each([
    [['/usr/bin/python3', '/usr/bin/jupyterhub', '-f', 'x.py'], true],
    [['/opt/hub/bin/jupyterhub'], true],
    [['python3', '-m', 'jupyterhub'], true],
    [['vi', 'notes/jupyterhub'], false],
    [['/usr/bin/python3', '/usr/bin/jupyterhub-singleuser'], false],
    [['tail', '-f', '/var/log/jupyterhub'], false],
    [[], false],
  ] as const)('%j: %s', (argv, is) => {
    expect(isHub(argv)).toBe(is)
  })

  it('are found by the port of the proxy', () => {
    const proxy = ['node', '/usr/bin/configurable-http-proxy']
    expect(parseProxyArguments([...proxy, '--ip', '', '--port', '18000'])).toEqual({
      url: 'http://127.0.0.1:18000/',
      port: 18_000,
    })
    expect(parseProxyArguments(proxy)).toMatchObject({ port: 8000 })
    expect(parseProxyArguments([...proxy, '--port', '443', '--ssl-key', 'k'])).toMatchObject({
      url: 'https://127.0.0.1:443/',
    })
    expect(parseProxyArguments([...proxy, '--port', 'none'])).toBeNull()
    expect(parseProxyArguments(['node', 'server.js', '--port', '8000'])).toBeNull()
  })
})
