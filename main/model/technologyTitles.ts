import type { Technology } from '../contract/technology.ts'

/** The short name of each, where a name and a figure stand beside it. */
export const technologyTitles: Readonly<Record<Technology, string>> = {
  host: 'Host',
  venv: 'venv',
  conda: 'conda',
  docker: 'Docker',
  qemu: 'QEMU',
  virtualbox: 'VirtualBox',
  jupyterhub: 'JupyterHub',
}
