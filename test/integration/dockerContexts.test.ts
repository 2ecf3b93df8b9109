import { execFileSync } from 'node:child_process'
import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createRouterClient } from '@orpc/server'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type App, createApp } from '../../main/app.ts'
import { createDockerDriver } from '../../main/drivers/docker/driver.ts'
import { findFreePorts } from '../../main/os/freePorts.ts'
import { createHome, projectRoot, runCliToEnd } from '../support/cli.ts'
import { createTestDeps } from '../support/driverDeps.ts'
import { type PrivateDockerd, startPrivateDockerd } from '../support/privateDockerd.ts'

const never = new AbortController().signal

/** A daemon behind TLS and the same one behind ssh, each a context of the docker program's. */
describe('contexts', () => {
  const home = createHome()
  const folder = mkdtempSync(join(tmpdir(), 'isoscope-contexts-'))
  const certificates = join(folder, 'certificates')
  const config = join(folder, 'docker')
  const programs = join(folder, 'bin')
  let daemon: PrivateDockerd
  let app: App
  let env: Readonly<Record<string, string | undefined>>
  const client = () => createRouterClient(app.router)

  beforeAll(async () => {
    for (const path of [certificates, config, programs]) mkdirSync(path)
    makeCertificates(certificates)
    const [port = 0] = await findFreePorts(1)
    const file = (name: string) => join(certificates, name)
    const args = [
      '--host',
      `tcp://127.0.0.1:${port}`,
      '--tlsverify',
      '--tlscacert',
      file('ca.pem'),
      '--tlscert',
      file('server.pem'),
      '--tlskey',
      file('server-key.pem'),
    ]
    daemon = await startPrivateDockerd({ args })
    // What ssh would run on the other machine runs here; what it was told it writes down.
    const ssh = join(programs, 'ssh')
    writeFileSync(
      ssh,
      `#!/bin/sh
echo "$@" >> ${join(folder, 'told')}
case " $* " in *" far.slow "*) sleep 6;; esac
case " $* " in *" refusing "*) echo 'me@refusing: Permission denied (publickey).' >&2; exit 255;; esac
while [ "$1" != -- ]; do shift; done
shift 2
DOCKER_HOST=${daemon.endpoint} exec "$@"
`,
    )
    chmodSync(ssh, 0o755)
    env = { ...process.env, PATH: `${programs}:${process.env.PATH}`, DOCKER_CONFIG: config, ISOSCOPE_HOME: home.path }
    const make = (name: string, endpoint: string) =>
      execFileSync('docker', ['context', 'create', name, '--description', `by ${name}`, '--docker', endpoint], {
        env,
        stdio: 'pipe',
      })
    const tls = `ca=${file('ca.pem')},cert=${file('cert.pem')},key=${file('key.pem')}`
    make('by-tls', `host=tcp://127.0.0.1:${port},${tls}`)
    make('untrusted', `host=tcp://127.0.0.1:${port},ca=${file('ca.pem')}`)
    make('by-ssh', 'host=ssh://me@far.example:2222')
    make('refusing', 'host=ssh://me@refusing')
    make('slow', 'host=ssh://me@far.slow')
    app = createApp({
      env,
      platform: process.platform,
      root: projectRoot,
      createDrivers: (deps) => [createDockerDriver(deps)],
      onError: () => undefined,
    })
  })
  afterAll(async () => {
    await app?.close()
    await daemon?.stop()
    home.remove()
    rmSync(folder, { recursive: true })
  })

  it('are listed as the docker program has them', async () => {
    const { contexts, chosen, used } = await client().contexts.list({})
    expect(contexts.map(({ name, tls, description }) => [name, tls, description])).toEqual([
      ['by-ssh', false, 'by by-ssh'],
      ['by-tls', true, 'by by-tls'],
      ['refusing', false, 'by refusing'],
      ['slow', false, 'by slow'],
      ['untrusted', true, 'by untrusted'],
    ])
    expect(chosen).toBeNull()
    expect(used?.source).toBe('default socket')
  })

  it('answer through TLS and through ssh, or say why not', async () => {
    const version = execFileSync('docker', ['--host', daemon.endpoint, 'version', '--format', '{{.Server.Version}}'], {
      encoding: 'utf8',
    }).trim()
    expect(await client().contexts.test({ name: 'by-tls' })).toMatchObject({ version })
    expect(await client().contexts.test({ name: 'by-ssh' })).toMatchObject({ version, facts: { engine: 'Docker' } })
    await expect(client().contexts.test({ name: 'untrusted' })).rejects.toMatchObject({ data: { engine: 'docker' } })
    await expect(client().contexts.test({ name: 'refusing' })).rejects.toMatchObject({
      data: { code: 'permission_denied', detail: expect.stringContaining('publickey') },
    })
    const own = execFileSync('docker', ['version', '--format', '{{.Server.Version}}'], { encoding: 'utf8' }).trim()
    expect(await client().contexts.test({ name: 'default' })).toMatchObject({ version: own })
    await expect(client().contexts.test({ name: 'nobody' })).rejects.toMatchObject({ data: { code: 'not_found' } })
    expect(execFileSync('sort', ['-u', join(folder, 'told')], { encoding: 'utf8' })).toContain(
      '-T -l me -p 2222 -- far.example docker system dial-stdio\n',
    )
  })

  it('that are chosen are asked from then on, without a new start, and by the command line too', async () => {
    execFileSync('docker', ['--host', daemon.endpoint, 'volume', 'create', 'over-there'])
    const names = async () => (await client().volumes.list({ sizes: false })).volumes.map(({ name }) => name)
    for (const name of ['by-ssh', 'by-tls']) {
      expect(await client().contexts.use({ name })).toMatchObject({ chosen: name, used: { source: `context ${name}` } })
      expect(await names()).toEqual(['over-there'])
    }
    const { stdout } = await runCliToEnd(['context', 'ls'], env)
    expect(stdout).toMatch(/\n\* +by-tls .* with TLS .*\n(.*\n)*Asked now: tcp:.*context by-tls/)
    await client().contexts.use({ name: null })
    expect(await names()).not.toContain('over-there')
    await expect(client().contexts.use({ name: 'nobody' })).rejects.toMatchObject({ data: { code: 'not_found' } })
  })

  it('through ssh are waited for longer than a daemon of this machine', async () => {
    const deps = createTestDeps({ ...env, DOCKER_CONTEXT: 'slow' })
    try {
      expect(await createDockerDriver(deps).detect(never)).toMatchObject({ state: 'ready', technology: 'docker' })
    } finally {
      deps.removeHome()
    }
  })

  it('on another machine are not measured beside this one', async () => {
    const deps = createTestDeps({ ...env, DOCKER_CONTEXT: 'by-ssh' })
    const [contender] = createDockerDriver(deps).contenders
    try {
      const run = { onStep: () => undefined } as unknown as Parameters<NonNullable<typeof contender>['prepare']>[0]
      await expect(contender?.prepare(run, never)).rejects.toMatchObject({ code: 'unsupported' })
    } finally {
      deps.removeHome()
    }
  })
})

/** A certificate authority of the test's own, and what it has signed for the daemon and for its client. */
function makeCertificates(folder: string): void {
  const openssl = (...args: readonly string[]) => execFileSync('openssl', args, { cwd: folder, stdio: 'pipe' })
  const key = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes']
  openssl('req', '-x509', ...key, '-keyout', 'ca-key.pem', '-out', 'ca.pem', '-days', '2', '-subj', '/CN=isoscope test')
  writeFileSync(join(folder, 'server.ext'), 'subjectAltName=IP:127.0.0.1\nextendedKeyUsage=serverAuth\n')
  writeFileSync(join(folder, 'client.ext'), 'extendedKeyUsage=clientAuth\n')
  const sign = (name: string, keyFile: string, out: string) => {
    openssl('req', ...key, '-keyout', keyFile, '-out', `${name}.csr`, '-subj', `/CN=${name}`)
    const authority = ['-CA', 'ca.pem', '-CAkey', 'ca-key.pem', '-CAcreateserial']
    openssl('x509', '-req', '-in', `${name}.csr`, ...authority, '-out', out, '-days', '2', '-extfile', `${name}.ext`)
  }
  sign('server', 'server-key.pem', 'server.pem')
  sign('client', 'key.pem', 'cert.pem')
}
