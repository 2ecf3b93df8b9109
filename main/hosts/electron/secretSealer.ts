import type { SafeStorage } from 'electron'
import { EngineError } from '../../model/engineError.ts'
import type { SecretSealer } from '../../store/secretSealer.ts'

type Parts = Pick<SafeStorage, 'isEncryptionAvailable' | 'encryptString' | 'decryptString'> &
  Partial<Pick<SafeStorage, 'getSelectedStorageBackend'>>

/**
 * Secrets in the system's keychain: tokens of hubs, logins at registries. Where there is none, Linux would encrypt with a password that everybody knows
 * (`basic_text`): then none is kept at all.
 */
export function createSecretSealer(storage: Parts, platform: NodeJS.Platform): SecretSealer {
  return {
    seal: (secret) => {
      const isOpen = platform === 'linux' && storage.getSelectedStorageBackend?.() === 'basic_text'
      if (isOpen || !storage.isEncryptionAvailable()) {
        throw new EngineError('unsupported', 'isoscope', 'This system has no keychain to keep a secret in.', {
          remedy: { text: 'Unlock or install one (GNOME Keyring, KWallet)' },
        })
      }
      return storage.encryptString(secret).toString('base64')
    },
    open: (sealed) => storage.decryptString(Buffer.from(sealed, 'base64')),
  }
}
