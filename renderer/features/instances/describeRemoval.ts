import type { Instance } from '../../../main/contract/instance.ts'
import type { Technology } from '../../../main/contract/technology.ts'

interface Words {
  readonly one: string
  readonly many: string
}

const container: Words = {
  one: 'It is stopped if it runs, and everything written in it goes.',
  many: 'Containers are stopped if they run, and everything written in them goes.',
}
const machine: Words = {
  one: 'It is stopped if it runs, and goes with the disks in its folder. A disk from elsewhere stays.',
  many: 'Machines are stopped if they run, and go with the disks in their folders. Disks from elsewhere stay.',
}
const environment: Words = {
  one: 'Its folder goes with everything in it.',
  many: 'The folders of environments go with everything in them.',
}
const user: Words = {
  one: 'Its server is stopped if it runs, and the user is removed from the hub. Files stay where the hub keeps them.',
  many: 'Servers are stopped if they run, and their users are removed from the hub. Files stay where the hub keeps them.',
}

/** By what an engine takes away together with an instance. */
const words: Readonly<Record<Technology, Words>> = {
  host: container,
  docker: container,
  qemu: machine,
  virtualbox: machine,
  venv: environment,
  conda: environment,
  jupyterhub: user,
}

/** What goes with them, and what stays. */
export function describeRemoval(instances: readonly Pick<Instance, 'technology'>[]): string {
  const kinds = new Set(instances.map(({ technology }) => words[technology]))
  const losses = [...kinds].map(({ one, many }) => (instances.length === 1 ? one : many))
  return [...losses, 'This cannot be undone.'].join(' ')
}
