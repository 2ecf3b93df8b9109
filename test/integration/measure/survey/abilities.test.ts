import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { Fact } from '../../../../main/contract/metrics.ts'
import type { Contender } from '../../../../main/drivers/contender.ts'
import { createFakeDriver } from '../../../../main/drivers/fake/driver.ts'
import { createHostContender } from '../../../../main/drivers/host/contender.ts'
import { createDrivers, findContender } from '../../../../main/drivers/registry.ts'
import { createVenvContender } from '../../../../main/drivers/venv/contender.ts'
import { findAbilities } from '../../../../main/measure/survey/abilities.ts'
import type { Findings } from '../../../../main/measure/survey/survey.ts'
import { EngineError } from '../../../../main/model/engineError.ts'
import { workloadVariables } from '../../../../main/os/variables.ts'
import { createTestDeps, type TestDeps } from '../../../support/driverDeps.ts'
import { facts } from '../../../support/lectureRun.ts'

describe('the look at what a contender can hold', () => {
  let deps: TestDeps
  beforeEach(() => {
    deps = createTestDeps()
  })
  afterEach(() => deps.removeHome())

  /** Value and basis of each ability. */
  async function survey(contender: Contender, findings: Findings = {}): Promise<Record<string, Fact | undefined>> {
    const signal = new AbortController().signal
    const run = { runId: '20260101T000000-000001', variables: workloadVariables, onStep: () => undefined }
    const prepared = await contender.prepare(run, signal)
    try {
      const { abilities } = await findAbilities({ contender: contender.id, prepared, findings }, signal)
      if (abilities?.kind !== 'facts') throw new Error('no facts')
      return Object.fromEntries(abilities.facts.map((fact) => [fact.id, fact]))
    } finally {
      await prepared.dispose()
    }
  }

  it('has seen two services answer on the host, and leaves nothing running', async () => {
    const abilities = await survey(createHostContender(deps))
    expect(abilities.linux_program).toMatchObject({ value: true, basis: 'measured' })
    expect(abilities.services).toMatchObject({ value: true, basis: 'measured' })
    expect(abilities.kernel).toMatchObject({ value: false, basis: 'stated' })
  })

  it('takes no program of the host for one that an environment holds', async () => {
    const abilities = await survey(createVenvContender(deps))
    expect(abilities.linux_program).toMatchObject({ value: false, basis: 'stated' })
    expect(abilities.service).toMatchObject({ value: true, basis: 'measured' })
    expect([...deps.rows.values()]).toEqual([])
  })

  it('has seen a static program start in a container, and states what it cannot try', async () => {
    const abilities = await survey(findContender(createDrivers(deps), 'docker'))
    expect(abilities.linux_program).toMatchObject({ value: true, basis: 'measured' })
    expect(abilities.service).toMatchObject({ value: true, basis: 'stated', source: expect.stringContaining('Docker') })
    expect(abilities.kernel).toMatchObject({ value: false, basis: 'stated' })
    expect([...deps.rows.values()]).toEqual([])
  })

  const createContender = (failing: boolean): Contender => {
    const error = new EngineError('engine_failed', 'qemu', 'It ended before it was ready.')
    const [contender] = createFakeDriver(deps, {
      technology: 'qemu',
      title: 'Invented',
      contenders: [{ id: 'qemu', title: 'Invented', hasPython: true }],
      failures: failing ? [{ step: 'startup', how: 'fails', error }] : [],
    }).contenders
    if (!contender) throw new Error('no contender')
    return contender
  }

  it('goes by what the look at the isolation has found', async () => {
    const isolation = facts({ kernel: 'its own (6.1.0)', gpu: 'dri/renderD128' })
    const abilities = await survey(createContender(false), { isolation })
    expect(abilities.kernel).toMatchObject({ value: true, basis: 'measured' })
    expect(abilities.gpu).toMatchObject({ value: true, basis: 'measured' })
  })

  it('says of what was tried and failed that it is not known, and goes on', async () => {
    const abilities = await survey(createContender(true))
    expect(abilities.linux_program).toMatchObject({
      value: null,
      meaning: 'it was tried and failed: It ended before it was ready.',
    })
    expect(abilities.services).toMatchObject({ value: true, basis: 'measured' })
  })
})
