import type { Driver, DriverDeps } from '../driver.ts'
import { createJupyterHubContender } from './contender.ts'
import { detectHub } from './detect.ts'
import { createKeptUsers } from './keptUsers.ts'
import { createHubLifecycle } from './lifecycle.ts'
import { createServerWatch } from './watchServers.ts'

/** Hubs the user has connected to, over their REST API: users, each with the servers they have. */
export function createJupyterHubDriver(deps: DriverDeps): Driver {
  const kept = createKeptUsers(deps)
  const watch = createServerWatch(deps, kept)
  return {
    technology: 'jupyterhub',
    title: 'JupyterHub',
    detect: (signal) => detectHub(deps, signal),
    list: watch.list,
    sample: watch.sample,
    details: watch.details,
    lifecycle: createHubLifecycle(deps, kept),
    contenders: [createJupyterHubContender(deps)],
  }
}
