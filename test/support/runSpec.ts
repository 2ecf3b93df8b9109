import type { ContainerSpec } from '../../main/contract/container.ts'

/** What an image is run with where nothing else is asked for. */
export const plainSpec: ContainerSpec = {
  image: 'missing:1',
  variables: [],
  ports: [],
  mounts: [],
  limits: { cpus: null, memoryBytes: null, processes: null },
  network: null,
  restart: { when: 'never' },
  user: null,
  directory: null,
  interactive: false,
  tty: false,
  removeAtExit: false,
}
