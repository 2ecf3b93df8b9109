import { readdirSync, readFileSync } from 'node:fs'
import { homedir } from 'node:os'
import { join } from 'node:path'
import type { DriverDeps } from '../../driver.ts'
import type { HttpCertificates } from '../../http.ts'
import { findDockerFolder } from './dockerConfig.ts'

/**
 * What Docker's certs.d folders have for a registry: `*.crt` are authorities, `NAME.cert` with `NAME.key` is the client's own.
 * docs.docker.com/engine/security/certificates
 */
export function readCertificates(deps: Pick<DriverDeps, 'env' | 'platform'>, address: string): HttpCertificates {
  const config = deps.env.XDG_CONFIG_HOME || join(deps.env.HOME || homedir(), '.config')
  const folders = ['/etc/docker', join(config, 'docker'), findDockerFolder(deps)].map((folder) =>
    join(folder, 'certs.d', address),
  )
  const files = folders.flatMap(listFiles)
  const authorities = files.filter((path) => path.endsWith('.crt')).flatMap(readQuietly)
  const own = files
    .filter((path) => path.endsWith('.cert'))
    .flatMap((path) => {
      const [cert] = readQuietly(path)
      const [key] = readQuietly(path.replace(/cert$/, 'key'))
      return cert === undefined || key === undefined ? [] : [{ cert, key }]
    })
  return { authorities, own: own[0] ?? null }
}

function listFiles(folder: string): readonly string[] {
  try {
    return readdirSync(folder)
      .sort()
      .map((name) => join(folder, name))
  } catch {
    return []
  }
}

function readQuietly(path: string): readonly string[] {
  try {
    return [readFileSync(path, 'utf8')]
  } catch {
    return []
  }
}
