import type { Containers } from '../containers.ts'
import type { DriverDeps } from '../driver.ts'
import { connectDocker } from './connect.ts'
import { readContainerFacts } from './facts/readFacts.ts'
import { previewRun } from './run/previewRun.ts'
import { runContainer } from './run/runContainer.ts'
import { openTerminal } from './terminal/openTerminal.ts'

export function createDockerContainers(deps: DriverDeps): Containers {
  return {
    readFacts: async (signal) => readContainerFacts(await connectDocker(deps, signal), signal),
    preview: async (order, signal) => previewRun(await connectDocker(deps, signal), order, signal),
    run: (order, signal) => runContainer(deps, order, signal),
    open: (order, signal) => openTerminal(deps, order, signal),
  }
}
