import { createJupyterHubDriver } from '../../main/drivers/jupyterhub/driver.ts'
import { describeDriver } from './driverSpec.ts'

// A server with its kernel takes seconds to start: few aborts, spread over the start.
await describeDriver('jupyterhub', {
  // Its users, on a hub that is connected, are tried in test/integration/hub.test.ts.
  createDriver: (deps) => {
    const { lifecycle: _, ...driver } = createJupyterHubDriver({ ...deps, hubs: { list: () => [] } })
    return driver
  },
  typicalStart: 3_500,
  typicalCreate: 3_500,
  aborts: 2,
})
