import Module, { createRequire } from 'node:module'
import type Docker from 'dockerode'

/**
 * dockerode, without two parts of it that it loads with every start and uses in rare calls only: BuildKit sessions, which
 * bring gRPC, and ssh. They are a hundred and sixty files, a tenth of what starting costs; each is loaded by its first call.
 */
// Not called `require`: the bundler puts one of that name into the same file.
const requireHere = createRequire(import.meta.url)
const fromDockerode = createRequire(requireHere.resolve('dockerode'))
deferModule(fromDockerode.resolve('./session'))
deferModule(createRequire(fromDockerode.resolve('docker-modem')).resolve('./ssh'))

// With DEBUG=modem it would write each request to standard error with its headers, a registry's login among them.
const modemDebug = createRequire(fromDockerode.resolve('docker-modem'))('debug') as { disable(): void }

const DockerClass = requireHere('dockerode') as typeof Docker

export function createDocker(options: Docker.DockerOptions): Docker {
  modemDebug.disable()
  return new DockerClass(options)
}

type Exported = (...args: readonly unknown[]) => unknown

/** For a CommonJS module whose only export is a function. Nothing happens where it is loaded already. */
function deferModule(file: string): void {
  if (requireHere.cache[file]) return
  let real: Exported | undefined
  const standIn = new Module(file)
  standIn.filename = file
  standIn.loaded = true
  standIn.exports = (...args: readonly unknown[]) => {
    if (real === undefined) {
      delete requireHere.cache[file]
      real = requireHere(file) as Exported
    }
    return real(...args)
  }
  requireHere.cache[file] = standIn
}
