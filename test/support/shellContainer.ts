import { execFileSync } from 'node:child_process'
import { docker } from './probeContainers.ts'

export interface ShellContainer {
  /** As the engine has it. */
  readonly id: string
  stop(): void
  remove(): void
}

/** A container that waits and has a shell: this machine's own, with the libraries it needs, made without a registry. */
export function createShellContainer(name: string): ShellContainer {
  const programs = ['/bin/sh', '/bin/sleep']
  const listed = execFileSync('ldd', programs, { encoding: 'utf8' })
  const libraries = [...new Set([...listed.matchAll(/\/\S+\.so\S*/g)].map(([path]) => path))]
  const files = [...programs, ...libraries].map((path) => path.slice(1))
  const input = execFileSync('tar', ['-C', '/', '-ch', ...files], { maxBuffer: 2 ** 27 })
  const image = `${name}:shell`
  execFileSync('docker', ['import', '-', image], { input })
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
