import { execFileSync } from 'node:child_process'
import { basename, dirname } from 'node:path'
import { findProbeTools } from '../../main/os/probeTools.ts'
import { projectRoot } from './cli.ts'

/** The docker program, which makes what a user makes. */
export const docker = (...args: readonly string[]) => execFileSync('docker', args, { encoding: 'utf8' }).trim()

/** An image of one small static program, made without a registry, and containers of it. */
export interface ProbeContainers {
  /** Starts one that says it is ready and waits. */
  run(name: string): void
  /** Their names and states, as the docker program tells them. */
  states(): Readonly<Record<string, string>>
  remove(): void
}

/** Everything carries a label of its own and goes with `remove`. */
export function createProbeContainers(unique: string): ProbeContainers {
  const image = `${unique}:probe`
  const label = `${unique}=1`
  const { probe } = findProbeTools([projectRoot])
  const archive = execFileSync('tar', ['-C', dirname(probe), '-c', basename(probe)], { maxBuffer: 2 ** 26 })
  execFileSync('docker', ['import', '--change', `ENTRYPOINT ["/${basename(probe)}"]`, '-', image], { input: archive })
  const list = (format: string) =>
    docker('ps', '--all', '--filter', `label=${label}`, '--format', format).split('\n').filter(Boolean)
  return {
    run: (name) => docker('run', '--detach', '--label', label, '--name', name, image, 'ready'),
    states: () => Object.fromEntries(list('{{.Names}} {{.State}}').map((line) => line.split(' '))),
    remove: () => {
      const ids = list('{{.ID}}')
      if (ids.length > 0) docker('rm', '--force', ...ids)
      docker('rmi', '--force', image)
    },
  }
}
