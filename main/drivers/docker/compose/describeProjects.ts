import { isAbsolute, join } from 'node:path'
import type Docker from 'dockerode'
import { projectNamePattern } from '../../../contract/projectName.ts'
import type { Project, Service } from '../../../contract/projects.ts'
import { toUser } from '../resources.ts'
import { composeLabels } from './labels.ts'

/** Pure. By name; what belongs to none is left out, and so is a name that Compose would not take. */
export function describeProjects(containers: readonly Docker.ContainerInfo[]): Project[] {
  const names = new Set(containers.flatMap((one) => projectOf(one) ?? []))
  return [...names].sort().map((name) => describeProject(name, containersOf(containers, name)))
}

/** Those of its services, in the order in which they were made. */
export function containersOf(
  containers: readonly Docker.ContainerInfo[],
  project: string,
): readonly Docker.ContainerInfo[] {
  // The engine lists the newest first, and times are whole seconds.
  return containers
    .filter((one) => projectOf(one) === project)
    .toReversed()
    .toSorted((a, b) => a.Created - b.Created)
}

export function serviceOf({ Labels }: Docker.ContainerInfo): string {
  return Labels[composeLabels.service] ?? ''
}

function projectOf({ Labels }: Docker.ContainerInfo): string | null {
  const name = Labels?.[composeLabels.project]
  const isService = Labels?.[composeLabels.service] !== undefined && !/^true$/i.test(Labels[composeLabels.oneOff] ?? '')
  return name !== undefined && isService && projectNamePattern.test(name) ? name : null
}

function describeProject(name: string, containers: readonly Docker.ContainerInfo[]): Project {
  const labels = containers[0]?.Labels ?? {}
  const folder = labels[composeLabels.folder] || null
  const files = (labels[composeLabels.files] ?? '').split(',').filter((file) => file !== '')
  const states = containers.map((one) => toUser(one).state)
  const running = states.filter((state) => state === 'running' || state === 'paused').length
  return {
    technology: 'docker',
    name,
    state: running === 0 ? 'stopped' : running === states.length ? 'running' : 'partly',
    folder,
    files: files.map((file) => (isAbsolute(file) || folder === null ? file : join(folder, file))),
    services: [...new Set(containers.map(serviceOf))].sort().map((service) => describeService(service, containers)),
  }
}

function describeService(name: string, containers: readonly Docker.ContainerInfo[]): Service {
  const own = containers.filter((one) => serviceOf(one) === name)
  return { name, image: own[0]?.Image || null, containers: own.map(toUser) }
}
