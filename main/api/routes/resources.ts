import { chooseContext, listContexts, testContext } from '../contexts.ts'
import {
  createNetwork,
  createVolume,
  inspectNetwork,
  inspectVolume,
  linkNetwork,
  listNetworks,
  listVolumes,
  previewReclaim,
  readDiskUse,
  reclaim,
  removeNetwork,
  removeVolume,
} from '../resources.ts'
import type { Services } from '../services.ts'
import { never, os } from './implementer.ts'

/** What containers use, and the engine that has it. */
export function createResourceRoutes(services: Services) {
  return {
    volumes: {
      list: os.volumes.list.handler(({ input, signal }) => listVolumes(services, input, signal ?? never)),
      create: os.volumes.create.handler(({ input, signal }) => createVolume(services, input, signal ?? never)),
      inspect: os.volumes.inspect.handler(({ input, signal }) => inspectVolume(services, input, signal ?? never)),
      remove: os.volumes.remove.handler(({ input }) => removeVolume(services, input)),
    },
    networks: {
      list: os.networks.list.handler(({ signal }) => listNetworks(services, signal ?? never)),
      create: os.networks.create.handler(({ input, signal }) => createNetwork(services, input, signal ?? never)),
      inspect: os.networks.inspect.handler(({ input, signal }) => inspectNetwork(services, input, signal ?? never)),
      remove: os.networks.remove.handler(({ input, signal }) => removeNetwork(services, input, signal ?? never)),
      connect: os.networks.connect.handler(({ input, signal }) =>
        linkNetwork(services, 'connect', input, signal ?? never),
      ),
      disconnect: os.networks.disconnect.handler(({ input, signal }) =>
        linkNetwork(services, 'disconnect', input, signal ?? never),
      ),
    },
    disk: {
      usage: os.disk.usage.handler(({ signal }) => readDiskUse(services, signal ?? never)),
      preview: os.disk.preview.handler(({ input, signal }) => previewReclaim(services, input, signal ?? never)),
      reclaim: os.disk.reclaim.handler(({ input }) => reclaim(services, input)),
    },
    contexts: {
      list: os.contexts.list.handler(() => listContexts(services)),
      use: os.contexts.use.handler(({ input }) => chooseContext(services, input.name)),
      test: os.contexts.test.handler(({ input, signal }) => testContext(services, input.name, signal ?? never)),
    },
  }
}
