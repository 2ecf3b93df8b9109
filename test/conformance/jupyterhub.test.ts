import { afterAll } from 'vitest'
import { createJupyterHubDriver } from '../../main/drivers/jupyterhub/driver.ts'
import { hasHub, startHub } from '../support/startHub.ts'
import { describeDriver } from './driverSpec.ts'

const hub = hasHub ? await startHub() : null
afterAll(() => hub?.stop())

// A server with its kernel takes seconds to start: few aborts, spread over the start.
await describeDriver('jupyterhub', {
  // Users of a hub that is connected are no instances of a subject's own; test/integration/hub.test.ts tries their life.
  createDriver: (deps) => {
    const hubs = { list: () => (hub ? [{ url: hub.url, token: hub.token }] : []) }
    const { lifecycle: _, ...driver } = createJupyterHubDriver({ ...deps, hubs })
    return driver
  },
  typicalStart: 3_500,
  typicalCreate: 3_500,
  aborts: 2,
})
