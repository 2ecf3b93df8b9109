import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { createHubConnections } from '../../../main/store/hubConnections.ts'
import type { SecretSealer } from '../../../main/store/secretSealer.ts'

const url = 'https://hub.example.org/'
const token = 'a-token-nobody-may-see'
const sealer: SecretSealer = {
  seal: (text) => Buffer.from(text).toString('base64'),
  open: (sealed) => Buffer.from(sealed, 'base64').toString('utf8'),
}

describe('the file of connected hubs', () => {
  let folder: string
  let path: string
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'iso-unit-'))
    path = join(folder, 'home', 'hubs.json')
  })
  afterEach(() => rmSync(folder, { recursive: true, force: true }))

  test('is a file that only its owner may read', () => {
    const hubs = createHubConnections(path, undefined)
    expect(hubs.list()).toEqual([])
    hubs.add(url, token)
    expect(statSync(path).mode & 0o777).toBe(0o600)
    expect(hubs.list()).toEqual([{ url, token }])
    expect(hubs.keeping).toContain('0600')
  })

  test('has one connection to a hub, the newest', () => {
    const hubs = createHubConnections(path, undefined)
    hubs.add(url, 'old-token')
    hubs.add('http://127.0.0.1:8000/', 'other')
    hubs.add(url, token)
    expect(hubs.list()).toEqual([
      { url: 'http://127.0.0.1:8000/', token: 'other' },
      { url, token },
    ])
    expect([hubs.remove(url), hubs.remove(url)]).toEqual([true, false])
    expect(readFileSync(path, 'utf8')).not.toContain(token)
  })

  test('holds no token in plain text where it is sealed', () => {
    const hubs = createHubConnections(path, sealer)
    hubs.add(url, token)
    expect(readFileSync(path, 'utf8')).not.toContain(token)
    expect(hubs.list()).toEqual([{ url, token }])
    expect(createHubConnections(path, undefined).list()).toEqual([
      { url, token: { absent: 'the desktop app has encrypted it for itself' } },
    ])
  })

  test('keeps the others readable where one cannot be opened', () => {
    createHubConnections(path, undefined).add('http://127.0.0.1:8000/', token)
    createHubConnections(path, sealer).add(url, token)
    const locked = {
      ...sealer,
      open: (): string => {
        throw new Error('locked')
      },
    }
    expect(createHubConnections(path, locked).list()).toEqual([
      { url: 'http://127.0.0.1:8000/', token },
      { url, token: { absent: 'the system’s keychain does not open it' } },
    ])
  })

  test.each(['{"hubs": [{"url": 3}]}', '{"hubs": [{"url": "https://hub'])('says so when it is damaged: %s', (text) => {
    createHubConnections(path, undefined).add(url, token)
    writeFileSync(path, text)
    const hubs = createHubConnections(path, undefined)
    expect(() => hubs.list()).toThrow(expect.objectContaining({ code: 'bad_output' }))
    expect(() => hubs.add('http://127.0.0.1:8000/', token)).toThrow(expect.objectContaining({ code: 'bad_output' }))
    expect(readFileSync(path, 'utf8')).toBe(text)
  })
})
