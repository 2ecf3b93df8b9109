import { createContainerChangesService } from '../containerChanges.ts'
import { readContainerFacts } from '../containerFacts.ts'
import { createContainerService } from '../containers.ts'
import { listProjects, performOnProject } from '../projects.ts'
import type { Services } from '../services.ts'
import { never, os } from './implementer.ts'

export function createContainerRoutes(services: Services) {
  const { drivers, terminals } = services
  const containerChanges = createContainerChangesService(services)
  const containers = createContainerService(services)
  return {
    containers: {
      facts: os.containers.facts.handler(({ signal }) => readContainerFacts(drivers, signal ?? never)),
      changes: os.containers.changes.handler(({ input }) => containerChanges.changes(input)),
      commit: os.containers.commit.handler(({ input }) => containerChanges.commit(input)),
      preview: os.containers.preview.handler(({ input, signal }) => containers.preview(input, signal ?? never)),
      run: os.containers.run.handler(({ input }) => containers.run(input)),
    },
    terminals: {
      open: os.terminals.open.handler(({ input, signal }) => terminals.open(input, signal ?? never)),
      write: os.terminals.write.handler(async ({ input }) => {
        await terminals.write(input.session, input.bytes)
        return {}
      }),
      endInput: os.terminals.endInput.handler(({ input }) => {
        terminals.endInput(input.session)
        return {}
      }),
      resize: os.terminals.resize.handler(async ({ input }) => {
        await terminals.resize(input.session, input.size)
        return {}
      }),
      acknowledge: os.terminals.acknowledge.handler(({ input }) => {
        terminals.acknowledge(input.session, input.bytes)
        return {}
      }),
    },
    projects: {
      list: os.projects.list.handler(({ signal }) => listProjects(services, signal ?? never)),
      perform: os.projects.perform.handler(({ input }) => performOnProject(services, input)),
    },
  }
}
