import { describe, expect, it } from 'vitest'
import type { MetricId } from '../../../../main/contract/metrics.ts'
import type { Sample } from '../../../../main/contract/run.ts'
import type { Deployment, PreparedContender } from '../../../../main/drivers/contender.ts'
import { artifactSurvey } from '../../../../main/measure/survey/artifact.ts'
import { deploySurvey } from '../../../../main/measure/survey/deploy.ts'
import { platformsSurvey } from '../../../../main/measure/survey/platforms.ts'
import { roundtripSurvey } from '../../../../main/measure/survey/roundtrip.ts'
import { stepsSurvey } from '../../../../main/measure/survey/steps.ts'
import { type Findings, surveyContender } from '../../../../main/measure/survey/survey.ts'
import { EngineError } from '../../../../main/model/engineError.ts'

const deployment: Deployment = {
  steps: [
    { does: 'install', types: 'apt-get install x', once: 'machine' },
    { does: 'start', types: 'x', once: 'artifact' },
  ],
  deploy: async () => ({ uncached: 100, cached: { absent: 'it has no cache' }, note: 'over loopback' }),
  artifact: async () => ({ bytes: 2048, note: 'a file' }),
  platforms: async () => [{ id: 'platform', title: 't', value: 'linux/amd64', meaning: 'm', basis: 'measured' }],
  roundtrip: async () => ({ same: false, evidence: 'output: 1 became 2', exportTime: 3, importTime: 4 }),
}

async function survey(changes: Partial<Deployment> | { absent: string }, signal = new AbortController().signal) {
  const failures: string[] = []
  const samples: Sample[] = []
  const notes: Partial<Record<MetricId, string>> = {}
  // Nothing else of a prepared contender may be touched by these steps.
  const prepared = { deployment: 'absent' in changes ? changes : { ...deployment, ...changes } } as PreparedContender
  const task = {
    contender: 'docker',
    prepared,
    tools: { probe: '', launch: '', guest: '' },
    variables: {},
    makeFolder: () => Promise.reject(new Error('an artifact needs no folder of the survey')),
    onStep: () => undefined,
    steps: [stepsSurvey, deploySurvey, artifactSurvey, platformsSurvey, roundtripSurvey],
  }
  const recorder = {
    onFailure: (error: EngineError) => failures.push(error.message),
    onSamples: (more: readonly Sample[]) => samples.push(...more),
    onNote: (metric: MetricId, note: string) => {
      notes[metric] = note
    },
  }
  let findings: Findings = {}
  let error: unknown
  try {
    findings = await surveyContender(task, recorder, signal)
  } catch (caught) {
    error = caught
  }
  return { findings, error, failures, samples, notes }
}

const values = (samples: readonly Sample[], metric: string) =>
  samples.filter((one) => one.metric === metric).map((one) => (one.ok ? one.value : one.error.message))

describe('the survey of an artifact', () => {
  it('keeps each repetition of the deployment as a sample of its own, none of them a warm-up', async () => {
    const { samples, notes } = await survey({})
    const uncached = samples.filter(({ metric }) => metric === 'deploy_uncached')
    expect(uncached.map(({ round, first }) => [round, first])).toEqual([1, 2, 3, 4, 5].map((round) => [round, false]))
    expect(values(samples, 'deploy_uncached')).toEqual([100, 100, 100, 100, 100])
    expect(values(samples, 'deploy_cached')).toEqual(Array(5).fill('it has no cache'))
    expect(values(samples, 'deploy_changed')).toEqual(
      Array(5).fill('what is deployed has no layers that are made one by one'),
    )
    expect(values(samples, 'artifact')).toEqual([2048])
    expect(notes).toMatchObject({ deploy_uncached: 'over loopback', artifact: 'a file' })
  })

  it('finds steps, platforms and the round trip as facts, one that differs as one that differs', async () => {
    const { findings } = await survey({})
    expect(findings.steps).toMatchObject({ kind: 'facts', summary: '2 steps, 1 of them once on a machine' })
    expect(findings.platforms).toMatchObject({ summary: 'linux/amd64' })
    expect(findings.roundtrip).toMatchObject({ summary: 'differs', facts: [{ id: 'same', value: false }, {}, {}] })
  })

  it('says why there is nothing when there is no artifact, and takes no sample', async () => {
    const { findings, samples, failures } = await survey({ absent: 'nothing to send' })
    const expected = { kind: 'absent', reason: 'nothing to send' }
    for (const metric of ['steps', 'deploy_uncached', 'deploy_cached', 'artifact', 'platforms', 'roundtrip'] as const) {
      expect(findings[metric], metric).toEqual(expected)
    }
    expect([samples, failures]).toEqual([[], []])
  })

  it('keeps what was measured before a failure, which is a sample too, and goes on with the other steps', async () => {
    let calls = 0
    const deploy = async () => {
      if (++calls === 3) throw new EngineError('no_space', 'docker', 'The disk is full.')
      return { uncached: calls, cached: calls / 10, note: '' }
    }
    const { findings, samples, failures } = await survey({ deploy })
    expect(values(samples, 'deploy_uncached')).toEqual([1, 2, 'The disk is full.'])
    expect(failures).toEqual(['The disk is full.'])
    expect(findings.deploy_uncached).toBeUndefined()
    expect(findings.platforms).toMatchObject({ kind: 'facts' })
  })

  it('leaves its metrics absent with the reason when it fails at once', async () => {
    const fail = async () => Promise.reject(new EngineError('engine_failed', 'docker', 'It broke.'))
    const { findings } = await survey({ deploy: fail, platforms: fail })
    const broke = { kind: 'absent', reason: 'It broke.' }
    expect(findings).toMatchObject({ deploy_uncached: broke, deploy_cached: broke, platforms: broke })
  })

  it('rejects when it is aborted, and has handed out what was measured by then', async () => {
    const controller = new AbortController()
    let calls = 0
    const deploy = async () => {
      if (++calls === 2) {
        controller.abort()
        throw new EngineError('cancelled', 'docker', 'Cancelled.')
      }
      return { uncached: 7, cached: 1, note: '' }
    }
    const { error, samples } = await survey({ deploy }, controller.signal)
    expect(error).toHaveProperty('code', 'cancelled')
    expect(values(samples, 'deploy_uncached')).toEqual([7])
  })

  it('does not deploy again what can neither be had cached nor uncached', async () => {
    let calls = 0
    const deploy = async () => {
      calls++
      return { uncached: { absent: 'no' }, cached: { absent: 'no' }, note: '' }
    }
    await survey({ deploy })
    expect(calls).toBe(1)
    expect(deploySurvey.metrics).toEqual(['deploy_uncached', 'deploy_cached', 'deploy_changed'])
  })
})
