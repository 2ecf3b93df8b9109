import type { SafeStorage } from 'electron'
import { EngineError } from '../../model/engineError.ts'
import type { TokenSealer } from '../../store/hubConnections.ts'

type Parts = Pick<SafeStorage, 'isEncryptionAvailable' | 'encryptString' | 'decryptString'> &
  Partial<Pick<SafeStorage, 'getSelectedStorageBackend'>>

/**
 * Tokens of hubs in the system's keychain. Where there is none, Linux would encrypt with a password that everybody knows
 * (`basic_text`): then none is kept at all.
 */
export function createTokenSealer(storage: Parts, platform: NodeJS.Platform): TokenSealer {
  return {
    seal: (token) => {
      const isOpen = platform === 'linux' && storage.getSelectedStorageBackend?.() === 'basic_text'
      if (isOpen || !storage.isEncryptionAvailable()) {
        throw new EngineError('unsupported', 'isoscope', 'This system has no keychain to keep the token in.', {
          remedy: {
            text: 'Unlock or install one (GNOME Keyring, KWallet), or keep the token in a private file',
            command: 'isoscope hub connect URL',
          },
        })
      }
      return storage.encryptString(token).toString('base64')
    },
    open: (sealed) => storage.decryptString(Buffer.from(sealed, 'base64')),
  }
}
