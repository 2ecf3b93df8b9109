import { execFileSync } from 'node:child_process'
import { docker } from './probeContainers.ts'
import { importPrograms } from './shellContainer.ts'

/** Images on one base, built without a registry by the classic builder. */
export interface LayeredImages {
  /** Its id, as a driver has it. */
  build(tag: string, dockerfile: string): string
  nameOf(tag: string): string
  remove(): void
}

/** `base` holds a shell, rm, mkdir and dd, and is below all that are built on it. */
export function createLayeredImages(repository: string): LayeredImages {
  const tags = ['base']
  const nameOf = (tag: string) => `${repository}:${tag}`
  importPrograms(nameOf('base'), ['/bin/sh', '/bin/rm', '/bin/mkdir', '/bin/dd', '/bin/sleep'])
  return {
    build: (tag, dockerfile) => {
      tags.unshift(tag)
      const args = ['build', '--quiet', '--label', `${repository}=1`, '--tag', nameOf(tag), '-']
      // Of BuildKit Debian has only the client.
      const env = { ...process.env, DOCKER_BUILDKIT: '0' }
      return `docker:${execFileSync('docker', args, { input: dockerfile, encoding: 'utf8', env, stdio: 'pipe' }).trim()}`
    },
    nameOf,
    remove: () => {
      for (const tag of tags) docker('rmi', '--force', nameOf(tag))
    },
  }
}
