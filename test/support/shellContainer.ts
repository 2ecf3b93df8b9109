import { execFileSync } from 'node:child_process'
import { docker } from './probeContainers.ts'

export interface ShellContainer {
  /** As the engine has it. */
  readonly id: string
  stop(): void
  remove(): void
}

/** An image of programs of this machine with the libraries they need, made without a registry. */
export function importPrograms(image: string, programs: readonly string[]): void {
  const listed = execFileSync('ldd', programs, { encoding: 'utf8' })
  const libraries = [...new Set([...listed.matchAll(/\/\S+\.so\S*/g)].map(([path]) => path))]
  const files = [...programs, ...libraries].map((path) => path.slice(1))
  const input = execFileSync('tar', ['-C', '/', '-ch', ...files], { maxBuffer: 2 ** 27 })
  execFileSync('docker', ['import', '-', image], { input, stdio: ['pipe', 'ignore', 'inherit'] })
}

/** A container that waits and has a shell. */
export function createShellContainer(name: string): ShellContainer {
  const image = `${name}:shell`
  importPrograms(image, ['/bin/sh', '/bin/sleep'])
  const id = docker('run', '--detach', '--name', name, image, '/bin/sleep', '1000')
  return {
    id,
    stop: () => docker('stop', '--time', '0', id),
    remove: () => {
      docker('rm', '--force', id)
      docker('rmi', '--force', image)
    },
  }
}
