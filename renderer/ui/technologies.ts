import type { Technology } from '../../main/contract/technology.ts'
import { technologyTitles } from '../../main/model/technologyTitles.ts'

export type { Technology }

export const technologyFacts: Readonly<Record<Technology, { readonly title: string; readonly purpose: string }>> = {
  host: {
    title: technologyTitles.host,
    purpose: 'This machine with nothing in between: what all others are compared with.',
  },
  venv: {
    title: technologyTitles.venv,
    purpose: 'Python environments: packages of their own beside the same interpreter, kernel and files as the host.',
  },
  conda: {
    title: technologyTitles.conda,
    purpose: 'Environments with an interpreter and libraries of their own, of any language.',
  },
  docker: {
    title: technologyTitles.docker,
    purpose: 'Containers: a file system, processes and a network of their own on the kernel of the host.',
  },
  qemu: { title: technologyTitles.qemu, purpose: 'Virtual machines: a computer of their own with its own kernel.' },
  virtualbox: {
    title: technologyTitles.virtualbox,
    purpose: 'Virtual machines with a window of their own, on every desktop system.',
  },
  jupyterhub: {
    title: technologyTitles.jupyterhub,
    purpose: 'A server that gives each of its users a notebook server.',
  },
}

export const technologyOrder = Object.keys(technologyFacts) as readonly Technology[]

/** Of a contender's id, `docker:python` → `docker`; undefined for one that this page does not know. */
export function findTechnology(contenderId: string): Technology | undefined {
  const [name] = contenderId.split(':')
  return technologyOrder.find((technology) => technology === name)
}
