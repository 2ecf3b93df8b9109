import type Docker from 'dockerode'
import { serviceOf } from './describeProjects.ts'
import { composeLabels } from './labels.ts'

/**
 * Containers in stages: those of one stage depend on earlier ones only, as their labels say. Where no container tells what it
 * depends on, each is a stage of its own, in the order in which Compose has made them, which was that of their dependencies.
 * `containers` are in that order. Pure.
 */
export function planStages(containers: readonly Docker.ContainerInfo[]): readonly (readonly Docker.ContainerInfo[])[] {
  if (containers.every(({ Labels }) => Labels[composeLabels.dependsOn] === undefined))
    return containers.map((one) => [one])
  const needs = new Map<string, ReadonlySet<string>>()
  for (const one of containers) needs.set(serviceOf(one), new Set(readDependencies(one)))
  const stages: Docker.ContainerInfo[][] = []
  let left = new Set(needs.keys())
  while (left.size > 0) {
    const free = [...left].filter(
      (name) => ![...(needs.get(name) ?? [])].some((need) => need !== name && left.has(need)),
    )
    // Compose refuses a circle; in labels that somebody wrote by hand it must not hold us up.
    const stage = new Set(free.length > 0 ? free : left)
    stages.push(containers.filter((one) => stage.has(serviceOf(one))))
    left = new Set([...left].filter((name) => !stage.has(name)))
  }
  return stages
}

function readDependencies({ Labels }: Docker.ContainerInfo): readonly string[] {
  return (Labels[composeLabels.dependsOn] ?? '').split(',').flatMap((entry) => entry.split(':')[0] || [])
}
