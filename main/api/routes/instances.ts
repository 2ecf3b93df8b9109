import { readDetails } from '../details.ts'
import { findEntry } from '../enter.ts'
import { createEnvironmentService } from '../environments.ts'
import { addHubUser, connectHub, disconnectHub, listHubServers, listHubs } from '../hubs.ts'
import { listInstances } from '../instances.ts'
import { readLogs } from '../logs.ts'
import { createMachineService } from '../machines.ts'
import type { Services } from '../services.ts'
import { never, os } from './implementer.ts'

export function createInstanceRoutes(services: Services) {
  const { activities, drivers } = services
  const machines = createMachineService(services)
  const environments = createEnvironmentService(services)
  return {
    instances: {
      list: os.instances.list.handler(({ input, signal }) => listInstances(drivers, input.only, signal ?? never)),
      act: os.instances.act.handler(({ input }) => activities.act(input)),
      details: os.instances.details.handler(({ input, signal }) => readDetails(drivers, input.id, signal ?? never)),
      enter: os.instances.enter.handler(({ input, signal }) => findEntry(drivers, input.id, signal ?? never)),
      logs: os.instances.logs.handler(({ input, signal }) =>
        readLogs(drivers, input, AbortSignal.any([signal ?? never, services.closing])),
      ),
    },
    hub: {
      list: os.hub.list.handler(({ signal }) => listHubs(services, signal ?? never)),
      connect: os.hub.connect.handler(({ input, signal }) => connectHub(services, input, signal ?? never)),
      disconnect: os.hub.disconnect.handler(({ input }) => {
        disconnectHub(services, input.url)
        return {}
      }),
      servers: os.hub.servers.handler(({ signal }) => listHubServers(services, signal ?? never)),
      addUser: os.hub.addUser.handler(({ input, signal }) => addHubUser(services, input, signal ?? never)),
    },
    machines: {
      describe: os.machines.describe.handler(({ input, signal }) => machines.describe(input.id, signal ?? never)),
      snapshots: os.machines.snapshots.handler(async ({ input, signal }) => ({
        snapshots: await machines.snapshots(input.id, signal ?? never),
      })),
      perform: os.machines.perform.handler(({ input }) => machines.perform(input)),
    },
    environments: {
      makers: os.environments.makers.handler(({ signal }) => environments.makers(signal ?? never)),
      create: os.environments.create.handler(({ input }) => environments.create(input)),
      import: os.environments.import.handler(({ input }) => environments.createFrom(input)),
      clone: os.environments.clone.handler(({ input }) => environments.clone(input)),
      change: os.environments.change.handler(({ input }) => environments.change(input)),
      packages: os.environments.packages.handler(({ input, signal }) =>
        environments.packages(input.id, signal ?? never),
      ),
      export: os.environments.export.handler(({ input, signal }) =>
        environments.exportTo(input.id, input.format, signal ?? never),
      ),
      run: os.environments.run.handler(({ input, signal }) =>
        environments.run(input.id, input.argv, AbortSignal.any([signal ?? never, services.closing])),
      ),
      stream: os.environments.stream.handler(({ input, signal }) =>
        environments.stream(input.id, input.argv, AbortSignal.any([signal ?? never, services.closing])),
      ),
    },
  }
}
