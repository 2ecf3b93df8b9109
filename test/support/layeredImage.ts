import { execFileSync } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { docker } from './probeContainers.ts'

/** An image of layers of so many bytes that nothing compresses, the lowest first; made without a registry. */
export interface LayeredImage {
  readonly id: string
  /** Gives it one name more. */
  tag(reference: string): void
  /** The image with all of its names. */
  remove(): void
}

/** `name` is of the caller's own, with a tag. */
export function makeLayeredImage(name: string, layers: readonly number[]): LayeredImage {
  const folder = mkdtempSync('/tmp/isoscope-layers-')
  const names = new Set([name])
  const add = (reference: string) => {
    names.add(reference)
    return reference
  }
  try {
    for (const [index, bytes] of layers.entries()) {
      const file = `layer${index}`
      writeFileSync(join(folder, file), randomBytes(bytes))
      if (index === 0) {
        const archive = execFileSync('tar', ['-C', folder, '-c', file], { maxBuffer: 2 ** 30 })
        execFileSync('docker', ['import', '-', add(`${name}-0`)], { input: archive, stdio: 'pipe' })
        continue
      }
      const container = docker('create', `${name}-${index - 1}`, 'nothing')
      try {
        docker('cp', join(folder, file), `${container}:/`)
        docker('commit', container, add(`${name}-${index}`))
      } finally {
        docker('rm', container)
      }
    }
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
  docker('tag', `${name}-${layers.length - 1}`, name)
  return {
    id: docker('image', 'inspect', '--format', '{{.Id}}', name),
    tag: (reference) => docker('tag', name, add(reference)),
    remove: () => {
      // Those that a pull or a test has taken away are no failure.
      const there = docker('images', '--no-trunc', '--format', '{{.Repository}}:{{.Tag}}').split('\n')
      const left = there.filter((one) => names.has(one))
      if (left.length > 0) docker('rmi', '--force', ...left)
    },
  }
}
