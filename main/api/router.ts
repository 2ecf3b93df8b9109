import { createAppRoutes } from './routes/app.ts'
import { createContainerRoutes } from './routes/containers.ts'
import { createImageRoutes } from './routes/images.ts'
import { os } from './routes/implementer.ts'
import { createInstanceRoutes } from './routes/instances.ts'
import { createResourceRoutes } from './routes/resources.ts'
import { createRunRoutes } from './routes/runs.ts'
import type { Services } from './services.ts'

export type AppRouter = ReturnType<typeof createRouter>

/** The contract, implemented; by subject in `routes/`, where a handler says only who does the work. */
export function createRouter(services: Services) {
  return os.router({
    ...createAppRoutes(services),
    ...createInstanceRoutes(services),
    ...createImageRoutes(services),
    ...createContainerRoutes(services),
    ...createResourceRoutes(services),
    ...createRunRoutes(services),
  })
}
