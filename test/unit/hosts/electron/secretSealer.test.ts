import { describe, expect, test } from 'vitest'
import { createSecretSealer } from '../../../../main/hosts/electron/secretSealer.ts'

const storage = (available: boolean, backend: 'basic_text' | 'gnome_libsecret') => ({
  isEncryptionAvailable: () => available,
  encryptString: (text: string) => Buffer.from([...text].reverse().join('')),
  decryptString: (sealed: Buffer) => [...sealed.toString('utf8')].reverse().join(''),
  getSelectedStorageBackend: () => backend,
})

describe('a secret in the desktop', () => {
  test('comes back from the keychain as it went', () => {
    const sealer = createSecretSealer(storage(true, 'gnome_libsecret'), 'linux')
    const sealed = sealer.seal('secret-token')
    expect(sealed).not.toContain('secret-token')
    expect(sealer.open(sealed)).toBe('secret-token')
  })

  test.each([
    ['linux', false, 'gnome_libsecret'],
    ['linux', true, 'basic_text'],
    ['darwin', false, 'gnome_libsecret'],
  ] as const)('keeps nothing where the keychain is none (%s, available: %s, %s)', (platform, available, backend) => {
    const { seal } = createSecretSealer(storage(available, backend), platform)
    expect(() => seal('secret-token')).toThrow(expect.objectContaining({ code: 'unsupported' }))
  })
})
