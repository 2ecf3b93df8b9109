import { spawn } from 'node:child_process'
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { runCliToEnd } from '../support/cli.ts'
import { type LayeredImage, makeLayeredImage } from '../support/layeredImage.ts'
import { hasRegistry, startRegistry, type TestRegistry } from '../support/startRegistry.ts'

const password = `secret-of-${process.pid}-Zx8qW3`
const wrongPassword = `wrong-of-${process.pid}-Kp2vT9`
const secrets = [password, wrongPassword].flatMap((secret) => [
  secret,
  Buffer.from(`ann:${secret}`).toString('base64').replace(/=+$/, ''),
])

/** Which of the secrets stand in a text, in whatever form. */
const findSecrets = (text: string) => secrets.filter((secret) => text.includes(secret))

/** docker-credential-test: what a keychain's helper does, with a file in place of the keychain. */
const helper = `#!/usr/bin/env node
const fs = require('node:fs')
const file = process.env.TEST_KEYCHAIN
const kept = fs.existsSync(file) ? JSON.parse(fs.readFileSync(file, 'utf8')) : {}
const input = process.argv[2] === 'list' ? '' : fs.readFileSync(0, 'utf8').trim()
const save = () => fs.writeFileSync(file, JSON.stringify(kept))
switch (process.argv[2]) {
  case 'store': { const one = JSON.parse(input); kept[one.ServerURL] = one; save(); break }
  case 'get':
    if (kept[input] === undefined) { console.log('credentials not found in native keychain'); process.exit(1) }
    console.log(JSON.stringify(kept[input])); break
  case 'erase': delete kept[input]; save(); break
  case 'list': console.log(JSON.stringify(Object.fromEntries(Object.values(kept).map((one) => [one.ServerURL, one.Username]))))
}
`

describe.skipIf(!hasRegistry && !process.env.CI)('a password for a registry', () => {
  let registry: TestRegistry
  let image: LayeredImage
  let folder: string
  let env: Record<string, string>
  let reference: string
  const keychain = () => join(folder, 'keychain.json')
  const written: string[] = []
  const isoscope = async (args: readonly string[], input?: string) => {
    const result = await runCliToEnd(args, env, undefined, input)
    written.push(result.stdout, result.stderr)
    return result
  }

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'isoscope-test-'))
    mkdirSync(join(folder, 'bin'))
    writeFileSync(join(folder, 'bin', 'docker-credential-test'), helper)
    chmodSync(join(folder, 'bin', 'docker-credential-test'), 0o755)
    env = {
      ISOSCOPE_HOME: join(folder, 'home'),
      DOCKER_CONFIG: join(folder, 'docker'),
      TEST_KEYCHAIN: keychain(),
      PATH: `${join(folder, 'bin')}:${process.env.PATH}`,
    }
    mkdirSync(join(folder, 'docker'))
    writeFileSync(join(folder, 'docker', 'config.json'), '{"credsStore":"test"}')
    registry = await startRegistry({ login: { username: 'ann', password } })
    image = makeLayeredImage(`isoscope-test-secrets-${process.pid}:image`, [4_000_000])
    reference = `${registry.address}/web:1`
    image.tag(reference)
  })
  afterAll(async () => {
    image.remove()
    await registry.stop()
    rmSync(folder, { recursive: true, force: true })
  })

  it('is in no process’s arguments, no output and no file of ours after a failed login, a login and a push', async () => {
    const watch = watchArguments()
    const failed = await isoscope(
      ['registry', 'login', registry.address, '-u', 'ann', '--password-stdin'],
      wrongPassword,
    )
    expect(failed.code).toBe(1)
    expect(failed.stderr).toContain('does not take this name and password')
    expect(existsSync(keychain())).toBe(false)
    const login = ['registry', 'login', registry.address, '-u', 'ann', '--password-stdin', '--json']
    const loggedIn = await isoscope(login, `${password}\n`)
    expect(JSON.parse(loggedIn.stdout)).toMatchObject({ place: 'helper', username: 'ann' })
    const pushed = await isoscope(['image', 'push', reference, '--json'])
    expect(JSON.parse(pushed.stdout)).toMatchObject({ reference, digest: expect.stringContaining('sha256:') })
    const listed = await isoscope(['registry', 'ls'])
    expect(listed.stdout).toMatch(new RegExp(`${registry.address.replaceAll('.', '\\.')} .* ann `))
    expect((await isoscope(['registry', 'tags', `${registry.address}/web`])).stdout).toBe('1\n')
    await watch.end()
    expect(watch.looks()).toBeGreaterThan(20)
    expect(watch.found()).toEqual([])
    expect(findSecrets(written.join('\n'))).toEqual([])
    expect(listFiles(env.ISOSCOPE_HOME ?? '').length).toBeGreaterThan(0)
    expect(
      listFiles(env.ISOSCOPE_HOME ?? '').filter((path) => findSecrets(readFileSync(path, 'latin1')).length > 0),
    ).toEqual([])
    expect(readFileSync(join(folder, 'docker', 'config.json'), 'utf8')).toBe('{"credsStore":"test"}')
    // Where it belongs.
    expect(findSecrets(readFileSync(keychain(), 'utf8'))).toEqual([password])
  })

  it('would have been found by this search', async () => {
    const watch = watchArguments()
    const child = spawn('sleep', ['5'], { argv0: `sleep ${password}`, stdio: 'ignore' })
    await sleep(300)
    child.kill('SIGKILL')
    await watch.end()
    expect(watch.found()).toEqual([password])
    const home = join(folder, 'found')
    mkdirSync(home)
    writeFileSync(join(home, 'file'), `X-Registry-Auth ${Buffer.from(`ann:${password}`).toString('base64')}`)
    expect(listFiles(home).flatMap((path) => findSecrets(readFileSync(path, 'latin1')))).toHaveLength(1)
  })

  it('is erased when somebody logs out', async () => {
    expect((await isoscope(['registry', 'logout', registry.address])).stdout).toBe(
      `logged out of ${registry.address}\n`,
    )
    expect(findSecrets(readFileSync(keychain(), 'utf8'))).toEqual([])
    const refused = await isoscope(['image', 'push', reference])
    expect(refused.code).toBe(1)
    expect(refused.stderr).toContain(`isoscope registry login ${registry.address}`)
  })

  it('that docker itself wrote down is used, and the file stays as it is', async () => {
    const auth = Buffer.from(`ann:${password}`).toString('base64')
    const text = JSON.stringify({ auths: { [registry.address]: { auth } } })
    writeFileSync(join(folder, 'docker', 'config.json'), text)
    expect((await isoscope(['registry', 'tags', `${registry.address}/web`])).stdout).toBe('1\n')
    const out = await isoscope(['registry', 'logout', registry.address])
    expect(out.stderr).toContain(`docker logout ${registry.address}`)
    expect(readFileSync(join(folder, 'docker', 'config.json'), 'utf8')).toBe(text)
  })
})

/** Looks at the arguments of all processes of the machine, again and again. */
function watchArguments() {
  const found = new Set<string>()
  let looks = 0
  const look = () => {
    looks += 1
    for (const pid of readdirSync('/proc')) {
      if (!/^\d+$/.test(pid)) continue
      try {
        for (const secret of findSecrets(readFileSync(`/proc/${pid}/cmdline`, 'utf8'))) found.add(secret)
      } catch {
        // It has ended.
      }
    }
  }
  const timer = setInterval(look, 20)
  return {
    looks: () => looks,
    found: () => [...found],
    end: async () => {
      clearInterval(timer)
      look()
    },
  }
}

function listFiles(folder: string): readonly string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .map((name) => join(folder, name))
    .filter((path) => statSync(path).isFile())
}
