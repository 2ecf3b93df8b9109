import { mkdtempSync, realpathSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe } from 'vitest'
import { createCondaDriver } from '../../main/drivers/conda/driver.ts'
import { installReplay } from '../support/replayConda.ts'
import { describeContender } from './contenderSpec.ts'
import { createSubject } from './subject.ts'

/**
 * With what the real program was recorded to answer, and this machine's Python in the environments that it is said to have
 * made: the program's own time and its packages are not in any figure of this.
 */
describe('the driver conda, replayed', () => {
  const home = realpathSync(mkdtempSync(join(tmpdir(), 'isoscope-user-')))
  const { bin } = installReplay('micromamba-2.8.1', home)
  const env = { PATH: `${bin}:/usr/bin:/bin`, HOME: home }
  const subject = createSubject({
    createDriver: (deps) => createCondaDriver({ ...deps, env }),
    typicalStart: 4,
    typicalCreate: 500,
    typicalDeploy: 900,
    deployedAnew: ['conda'],
    aborts: 3,
  })
  afterAll(() => {
    subject.dispose()
    rmSync(home, { recursive: true, force: true })
  })
  for (const contender of subject.driver.contenders) describeContender(subject, contender)
})
