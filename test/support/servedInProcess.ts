import { join } from 'node:path'
import { createApp } from '../../main/app.ts'
import type { Driver, DriverDeps } from '../../main/drivers/driver.ts'
import { serveWeb } from '../../main/hosts/web.ts'
import { createHome, projectRoot } from './cli.ts'
import type { ServedApp } from './served.ts'

/** The web host of this process with the built page, for engines that a test plays. */
export async function serveInProcess(createDrivers: (deps: DriverDeps) => readonly Driver[]): Promise<ServedApp> {
  const home = createHome()
  const complain = (line: unknown) => console.error(line)
  const app = createApp({
    env: { ...process.env, ISOSCOPE_HOME: home.path },
    platform: process.platform,
    root: projectRoot,
    createDrivers,
    lockPath: join(home.path, 'lock'),
    onError: complain,
  })
  const host = await serveWeb({
    router: app.router,
    rendererDir: join(projectRoot, 'out', 'renderer'),
    port: 0,
    onLog: complain,
  })
  return {
    openUrl: host.openUrl,
    stop: async () => {
      await host.close()
      await app.close()
      home.remove()
    },
  }
}
