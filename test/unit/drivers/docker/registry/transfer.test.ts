import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { activityProgressSchema } from '../../../../../main/contract/activity.ts'
import { explainTransferFailure } from '../../../../../main/drivers/docker/registry/transferErrors.ts'
import { parseTransferEvent } from '../../../../../main/drivers/docker/registry/transferEvents.ts'
import {
  beginTransfer,
  describeTransfer,
  noteEvent,
  type TransferState,
} from '../../../../../main/drivers/docker/registry/transferState.ts'
import { readCaptured } from '../../../../support/captured.ts'

const digest = 'sha256:278933eaaecf46733394a422362068f1cb43a78d393b0f2cd03ea35291f14b15'

function follow(lines: readonly string[], direction: TransferState['direction'] = 'pull', interval = 100) {
  let state = beginTransfer(direction)
  return lines.map((line, index) => {
    const event = parseTransferEvent(line)
    if (event) state = noteEvent(state, event, index * interval)
    return describeTransfer(state)
  })
}

describe('what an engine says of a transfer', () => {
  it('is a digest and a layer that came whole, on a captured pull', () => {
    const lines = readCaptured('docker-20.10.24', '03-api-pull-progress').stdout.split('\n')
    expect(lines.map(parseTransferEvent)).toContainEqual({ kind: 'digest', digest })
    const steps = follow(lines)
    expect(steps.map(({ share }) => share).filter((share) => share !== null)[0]).toBeCloseTo(163_840 / 13_794_740)
    expect(steps.at(-1)).toMatchObject({
      step: 'pulling',
      amount: '1 of 1 layers',
      share: 1,
      transfer: { layers: [{ id: 'fe3b059eb18c', state: 'done', bytes: 13_794_740, total: 13_794_740 }] },
    })
    expect(steps.some(({ transfer }) => transfer?.layers[0]?.state === 'unpacking')).toBe(true)
  })

  it('is a digest and a layer that was there, on a captured push', () => {
    const lines = readCaptured('docker-20.10.24', '08-api-push-progress').stdout.split('\n')
    expect(lines.map(parseTransferEvent)).toContainEqual({ kind: 'digest', digest })
    expect(follow(lines, 'push').at(-1)).toMatchObject({
      step: 'pushing',
      amount: '1 of 1 layers',
      share: 1,
      transfer: { layers: [{ state: 'present' }] },
    })
  })

  it('is understood of Podman too', () => {
    const lines = readCaptured('podman-4.3.1', '93-podman-pull').stdout.split('\n')
    expect(
      follow(lines)
        .at(-1)
        ?.transfer?.layers.map(({ state }) => state),
    ).toEqual(['present', 'checking'])
  })

  it('has come so far by the bytes of the layers, those of unknown size counted as the mean', () => {
    const shares = follow([
      '{"status":"Pulling fs layer","progressDetail":{},"id":"a"}',
      '{"status":"Pulling fs layer","progressDetail":{},"id":"b"}',
      '{"status":"Downloading","progressDetail":{"current":10,"total":100},"id":"a"}',
      '{"status":"Downloading","progressDetail":{"current":100,"total":300},"id":"b"}',
      '{"status":"Download complete","progressDetail":{},"id":"a"}',
      '{"status":"Pull complete","progressDetail":{},"id":"b"}',
      'no JSON',
    ]).map(({ share }) => share)
    expect(shares).toEqual([null, null, 0.05, 0.275, 0.5, 1, 1])
  })

  it('has a speed, that of the last seconds', () => {
    const line = (current: number) =>
      `{"status":"Pushing","progressDetail":{"current":${current},"total":9000},"id":"a"}`
    const speeds = follow([1000, 2000, 3000, 4000].map(line), 'push', 1_000).map(
      ({ transfer }) => transfer?.bytesPerSecond,
    )
    expect(speeds).toEqual([null, 1000, 1000, 1000])
  })

  it('says that a connection broke off, and goes on where it was', () => {
    const steps = follow(
      [
        '{"status":"Pushing","progressDetail":{"current":50,"total":100},"id":"a"}',
        '{"status":"Retrying in 5 seconds","progressDetail":{},"id":"a"}',
        '{"status":"Pushing","progressDetail":{"current":1,"total":100},"id":"a"}',
        '{"status":"Pushing","progressDetail":{"current":140,"total":100},"id":"a"}',
      ],
      'push',
    )
    expect(steps[1]).toMatchObject({ step: expect.stringContaining('tries again'), share: 0.5 })
    expect(steps.map(({ share }) => share)).toEqual([0.5, 0.5, 0.5, 1])
    expect(steps.at(-1)?.transfer?.layers[0]?.bytes).toBe(100)
  })

  it('never goes back and never leaves its bounds, whatever is said', () => {
    const status = fc.oneof(
      fc.constantFrom('Waiting', 'Downloading', 'Pushing', 'Extracting', 'Pushed', 'Already exists', 'Pull complete'),
      fc.string(),
    )
    const event = fc.record(
      {
        id: fc.constantFrom('a', 'b', 'c'),
        status,
        progressDetail: fc.record({ current: fc.double(), total: fc.double() }, { requiredKeys: [] }),
        error: fc.string(),
        aux: fc.anything(),
      },
      { requiredKeys: ['id', 'status'] },
    )
    const line = fc.oneof(
      event.map((one) => JSON.stringify(one)),
      fc.string(),
      fc.json(),
    )
    fc.assert(
      fc.property(fc.array(line), (lines) => {
        let last = 0
        for (const progress of follow(lines)) {
          activityProgressSchema.parse(progress)
          expect(progress.share ?? last).toBeGreaterThanOrEqual(last)
          last = progress.share ?? last
        }
      }),
    )
  })
})

describe('a transfer that failed', () => {
  const place = {
    direction: 'pull',
    reference: '127.0.0.1:5000/web:1',
    registry: '127.0.0.1:5000',
    platform: null,
    begun: false,
  } as const

  it.each([
    ['manifest for 127.0.0.1:5000/web:1 not found: manifest unknown: manifest unknown', 'not_found', false],
    [
      'Get "https://registry-1.docker.io/v2/": dial tcp: lookup registry-1.docker.io: no such host',
      'not_running',
      true,
    ],
    ['Get "http://127.0.0.1:5000/v2/": dial tcp 127.0.0.1:5000: connect: connection refused', 'not_running', true],
    ['EOF', 'not_running', true],
    ['no basic auth credentials', 'permission_denied', false],
    ['unauthorized: authentication required', 'permission_denied', false],
    ['denied: requested access to the resource is denied', 'permission_denied', false],
    ['no matching manifest for linux/riscv64 in the manifest list entries', 'unsupported', false],
    ['failed to register layer: write /x: no space left on device', 'no_space', false],
    ['x509: certificate signed by unknown authority', 'permission_denied', false],
    ['http: server gave HTTP response to HTTPS client', 'unsupported', false],
    ['An image does not exist locally with the tag: web', 'not_found', false],
    ['something new', 'engine_failed', false],
  ])('with %j is %s', (text, code, passing) => {
    const failure = explainTransferFailure(text, place)
    expect(failure).toMatchObject({ passing, error: { code, detail: text } })
    if (code !== 'engine_failed') expect(failure.error.remedy).toBeDefined()
  })

  it('says what is left, where layers were on their way', () => {
    const { error } = explainTransferFailure('EOF', { ...place, direction: 'push', begun: true })
    expect(error.message).toContain('in the middle of the push. The tag there is what it was.')
    expect(error.remedy?.text).toContain('layers that arrived whole are not sent again')
  })
})
