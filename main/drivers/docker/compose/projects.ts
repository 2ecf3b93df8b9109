import type { DriverDeps } from '../../driver.ts'
import type { Projects } from '../../projects.ts'
import type { DockerClient } from '../client.ts'
import { listAllContainers } from '../resources.ts'
import { actOnProject } from './actOnProject.ts'
import { describeProjects } from './describeProjects.ts'
import { readComposeTool } from './findTool.ts'
import { bringUp } from './up.ts'

export function createDockerProjects(
  deps: DriverDeps,
  connect: (signal: AbortSignal) => Promise<DockerClient>,
): Projects {
  return {
    list: async (signal) => describeProjects(await listAllContainers(await connect(signal), signal)),
    findTool: (signal) => readComposeTool(deps, signal),
    up: async (project, onProgress, signal) => bringUp(deps, await connect(signal), project, onProgress, signal),
    act: async (request, onProgress, signal) => actOnProject(await connect(signal), request, onProgress, signal),
  }
}
