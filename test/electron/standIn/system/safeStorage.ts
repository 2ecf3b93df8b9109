import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto'
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { app } from '../app.ts'
import { Refusing } from '../refusal.ts'

type Parts = 'isEncryptionAvailable' | 'encryptString' | 'decryptString' | 'getSelectedStorageBackend'
const algorithm = 'aes-256-gcm'

/** Encrypts for real, with a key that lies beside what it protects: what it shows is that the app keeps no plain text. */
class SafeStorage extends Refusing implements Pick<Electron.SafeStorage, Parts> {
  isEncryptionAvailable = (): boolean => app.isReady()
  getSelectedStorageBackend = (): 'gnome_libsecret' => 'gnome_libsecret'
  encryptString(text: string): Buffer {
    const nonce = randomBytes(12)
    const cipher = createCipheriv(algorithm, readKey(), nonce)
    const sealed = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()])
    return Buffer.concat([nonce, cipher.getAuthTag(), sealed])
  }
  decryptString(encrypted: Buffer): string {
    const decipher = createDecipheriv(algorithm, readKey(), encrypted.subarray(0, 12))
    decipher.setAuthTag(encrypted.subarray(12, 28))
    return Buffer.concat([decipher.update(encrypted.subarray(28)), decipher.final()]).toString('utf8')
  }
}

function readKey(): Buffer {
  const path = join(app.getPath('userData'), 'stand-in-key')
  if (!existsSync(path)) writeFileSync(path, randomBytes(32), { mode: 0o600 })
  return readFileSync(path)
}

export const safeStorage = new SafeStorage()
