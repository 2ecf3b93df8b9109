import { createBuildService } from '../builds/service.ts'
import { createImageStoreService } from '../imageStore.ts'
import { createImageService, listImages } from '../images.ts'
import { createImageTransfers } from '../imageTransfers.ts'
import { listRegistries, listRemoteTags, logInToRegistry, logOutOfRegistry, readRemoteManifest } from '../registries.ts'
import type { Services } from '../services.ts'
import { watchImages } from '../watchImages.ts'
import { never, os } from './implementer.ts'

export function createImageRoutes(services: Services) {
  const { drivers, store } = services
  const images = createImageService(services)
  const transfers = createImageTransfers(services)
  const imageStore = createImageStoreService(services)
  const builds = createBuildService(services)
  return {
    images: {
      list: os.images.list.handler(({ signal }) => listImages(drivers, signal ?? never)),
      describe: os.images.describe.handler(({ input, signal }) => images.describe(input.id, signal ?? never)),
      files: os.images.files.handler(({ input, signal }) => images.files(input, signal ?? never)),
      diff: os.images.diff.handler(({ input }) => images.diff(input)),
      watch: os.images.watch.handler(({ signal }) =>
        watchImages(drivers, () => services.runs.activeId() !== null, signal ?? never),
      ),
      pull: os.images.pull.handler(({ input }) => transfers.pull(input)),
      push: os.images.push.handler(({ input }) => transfers.push(input)),
      tag: os.images.tag.handler(({ input }) => imageStore.tag(input)),
      untag: os.images.untag.handler(({ input }) => imageStore.untag(input)),
      removal: os.images.removal.handler(({ input, signal }) => imageStore.removal(input.ids, signal ?? never)),
      remove: os.images.remove.handler(({ input }) => imageStore.remove(input)),
      save: os.images.save.handler(({ input }) => imageStore.save(input)),
      load: os.images.load.handler(({ input }) => imageStore.load(input)),
      prunable: os.images.prunable.handler(({ input, signal }) =>
        imageStore.prunable(input.technology, input.scope, signal ?? never),
      ),
      prune: os.images.prune.handler(({ input }) => imageStore.prune(input)),
    },
    registries: {
      list: os.registries.list.handler(({ signal }) => listRegistries(services, signal ?? never)),
      login: os.registries.login.handler(({ input, signal }) => logInToRegistry(services, input, signal ?? never)),
      logout: os.registries.logout.handler(({ input, signal }) =>
        logOutOfRegistry(services, input.address, signal ?? never),
      ),
      tags: os.registries.tags.handler(({ input, signal }) => listRemoteTags(services, input, signal ?? never)),
      manifest: os.registries.manifest.handler(({ input, signal }) =>
        readRemoteManifest(services, input, signal ?? never),
      ),
    },
    builds: {
      start: os.builds.start.handler(({ input }) => builds.start(input)),
      watch: os.builds.watch.handler(({ input, signal }) => builds.watch(input.id, signal)),
      list: os.builds.list.handler(({ input }) => ({ builds: [...store.builds.list(input.limit)] })),
      get: os.builds.get.handler(({ input }) => builds.get(input.id)),
      compare: os.builds.compare.handler(({ input }) => builds.compare(input.before, input.after)),
      remove: os.builds.remove.handler(({ input }) => {
        builds.remove(input.id)
        return {}
      }),
    },
  }
}
