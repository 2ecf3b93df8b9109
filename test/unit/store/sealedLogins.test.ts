import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { parseRegistryAddress } from '../../../main/drivers/docker/registry/address.ts'
import { createRegistryLogins } from '../../../main/drivers/docker/registry/logins.ts'
import type { Login } from '../../../main/drivers/imageTransfer.ts'
import { EngineError } from '../../../main/model/engineError.ts'
import { createSealedLogins } from '../../../main/store/sealedLogins.ts'

const never = new AbortController().signal
const quay = parseRegistryAddress('quay.io')
const login: Login = { kind: 'password', username: 'ann', password: 'a-password-nobody-may-see' }
const sealer = {
  seal: (text: string) => Buffer.from(text).toString('base64'),
  open: (sealed: string) => Buffer.from(sealed, 'base64').toString('utf8'),
}
const noKeychain = {
  seal: (): string => {
    throw new EngineError('unsupported', 'isoscope', 'no keychain')
  },
  open: (): string => {
    throw new Error('no keychain')
  },
}

describe('logins at registries in the desktop', () => {
  let folder: string
  let path: string
  const logins = (keychain = sealer) =>
    createRegistryLogins({ env: { DOCKER_CONFIG: folder }, platform: 'linux' }, createSealedLogins(path, keychain))
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'iso-unit-'))
    path = join(folder, 'home', 'registries.json')
  })
  afterEach(() => rmSync(folder, { recursive: true, force: true }))

  test('are kept sealed, found again by the next start and erased', async () => {
    expect(await logins().keep(quay, login, never)).toBe('keychain')
    expect(readFileSync(path, 'utf8')).not.toContain(login.password)
    expect(await logins().find(quay, never)).toEqual(login)
    expect(await logins().list(never)).toEqual([{ address: 'quay.io', username: 'ann', place: 'keychain' }])
    expect(await logins().erase(quay, never)).toEqual({ erased: true, leftInFile: false })
    expect(readFileSync(path, 'utf8')).not.toContain('ann')
    expect(await logins().find(quay, never)).toBeNull()
  })

  test('live in memory where the system has no keychain', async () => {
    const here = logins(noKeychain)
    expect(await here.keep(quay, login, never)).toBe('memory')
    expect(await here.find(quay, never)).toEqual(login)
    expect(await logins(noKeychain).find(quay, never)).toBeNull()
  })

  test('that the keychain does not open any more are none', async () => {
    await logins().keep(quay, login, never)
    expect(await logins(noKeychain).find(quay, never)).toBeNull()
  })

  test('are read where docker wrote them, by any of a registry’s names', async () => {
    const auth = Buffer.from('ann:pass:word').toString('base64')
    const auths = { 'https://index.docker.io/v1/': { auth }, 'quay.io': {}, 'ghcr.io': { identitytoken: 'tok' } }
    writeFileSync(join(folder, 'config.json'), JSON.stringify({ auths }))
    const hub = parseRegistryAddress('docker.io')
    expect(await logins().find(hub, never)).toEqual({ kind: 'password', username: 'ann', password: 'pass:word' })
    expect(await logins().find(quay, never)).toBeNull()
    expect(await logins().find(parseRegistryAddress('ghcr.io'), never)).toMatchObject({
      kind: 'identity',
      token: 'tok',
    })
    expect(await logins().erase(hub, never)).toEqual({ erased: false, leftInFile: true })
  })

  test('are none of a helper that is not there, or of a file that is damaged', async () => {
    writeFileSync(join(folder, 'config.json'), '{"credsStore":"../no such"}')
    expect(await logins().find(quay, never)).toBeNull()
    writeFileSync(join(folder, 'config.json'), '{"auths": {"quay.io": ')
    expect(await logins().find(quay, never)).toBeNull()
  })
})
