import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { followBuildkitSteps } from '../../../../../main/drivers/docker/build/buildkit/followSteps.ts'
import { createBuildkitReader } from '../../../../../main/drivers/docker/build/buildkit/reader.ts'
import {
  decodeStatusResponse,
  type StatusResponse,
} from '../../../../../main/drivers/docker/build/buildkit/statusResponse.ts'
import type { BuildTelling } from '../../../../../main/drivers/imageBuilds.ts'
import { parseDockerfile } from '../../../../../main/model/builds/parseDockerfile.ts'
import { EngineError } from '../../../../../main/model/engineError.ts'
import { readCaptured } from '../../../../support/captured.ts'

const stages =
  'ARG B=base\nFROM isoscope-bx:$B AS one\nENV A=1\nRUN echo one; echo two >\\&2; echo ONE > /x\nFROM scratch\n' +
  'COPY --from=one /x /x\nCOPY f /f\nENTRYPOINT ["/x"]\n'

function follow(capture: string, text: string) {
  const told: BuildTelling[] = []
  const steps = followBuildkitSteps(parseDockerfile(text, { heredocs: true }), (telling) => told.push(telling))
  const events = readCaptured('docker-20.10.24', capture).stdout.split('\n').flatMap(createBuildkitReader())
  for (const event of events) steps.take(event)
  if (!events.some(({ kind }) => kind === 'failed')) steps.end()
  const states: Record<number, string> = {}
  for (const one of told) if (one.kind === 'step') states[one.number] = one.state
  return { told, states, events, current: steps.current() }
}

describe('what BuildKit says of a build', () => {
  it('has each instruction that does something, of both stages, and no word of the others', () => {
    const { told, states, events } = follow('48-api-build-buildkit', stages)
    expect(states).toEqual({
      1: 'settings',
      2: 'cached',
      3: 'settings',
      4: 'new',
      5: 'settings',
      6: 'new',
      7: 'new',
      8: 'settings',
    })
    const output = told.flatMap((one) => (one.kind === 'output' && one.number === 4 ? [one.text] : []))
    expect(output.join('').split('\n').sort()).toEqual(['', 'one'])
    expect(events.at(-1)).toMatchObject({ kind: expect.stringMatching(/status|built/) })
    expect(events.filter(({ kind }) => kind === 'built')).toHaveLength(1)
    const took = told.flatMap((one) => (one.kind === 'step' && one.number === 4 && one.ms ? [one.ms] : []))
    expect(took.every((ms) => ms > 0 && ms < 60_000)).toBe(true)
  })

  it('has what came from the cache', () => {
    const { states } = follow('49-api-build-buildkit-cached', stages)
    expect([states[2], states[4], states[6], states[7]]).toEqual(['cached', 'cached', 'cached', 'cached'])
  })

  it('has the step that failed', () => {
    const failed = follow(
      '50-api-build-buildkit-run-fails-FAIL',
      'FROM isoscope-bx:base\nRUN echo before; exit 3\nRUN echo never\n',
    )
    expect(failed.current).toBe(2)
    expect(failed.states).toMatchObject({ 1: 'cached', 2: 'failed' })
    const missing = follow(
      '51-api-build-buildkit-copy-missing-FAIL',
      'FROM isoscope-bx:base\nWORKDIR /w\nCOPY nope /d/\n',
    )
    expect(missing.current).toBe(3)
  })

  it('names its vertexes as the docker program shows them', () => {
    const { stderr } = readCaptured('docker-20.10.24', '43-build-buildkit-debiancli-2010')
    const names = [...stderr.matchAll(/^#\d+ (\[.*)$/gm)].map(([, name = '']) => name)
    const dockerfile = parseDockerfile('FROM feas/tinystd:py\nRUN echo hi > /hi\nCOPY f /f\nCMD ["x"]\n', {
      heredocs: true,
    })
    const told: BuildTelling[] = []
    const steps = followBuildkitSteps(dockerfile, (telling) => told.push(telling))
    const vertexes = names.map((name, index) => ({
      digest: `${index}`,
      name,
      cached: false,
      started: 1,
      completed: null,
      error: '',
    }))
    steps.take({ kind: 'status', status: { vertexes, statuses: [], logs: [] } })
    expect(new Set(told.flatMap((one) => (one.kind === 'step' ? [one.number] : [])))).toEqual(new Set([1, 2, 3]))
  })
})

describe('the decoder of StatusResponse', () => {
  const text = fc.string({ unit: 'binary', maxLength: 40 })
  const time = fc.option(fc.integer({ min: 0, max: 4_000_000_000_000 }), { nil: null })
  const response: fc.Arbitrary<StatusResponse> = fc.record({
    vertexes: fc.array(
      fc.record({ digest: text, name: text, cached: fc.boolean(), started: time, completed: time, error: text }),
      { maxLength: 5 },
    ),
    statuses: fc.array(fc.record({ id: text, vertex: text }), { maxLength: 5 }),
    logs: fc.array(fc.record({ vertex: text, text }), { maxLength: 5 }),
  })

  it('gives back what was encoded', () => {
    fc.assert(
      fc.property(response, (value) => {
        expect(decodeStatusResponse(encode(value))).toEqual(value)
      }),
    )
  })

  it('passes over fields that it does not know', () => {
    fc.assert(
      fc.property(
        response,
        fc.integer({ min: 8, max: 5_000 }),
        fc.uint8Array({ maxLength: 20 }),
        (value, number, bytes) => {
          const more = Buffer.concat([encode(value), field(number, bytes), varint((number << 3) | 0), varint(7)])
          expect(decodeStatusResponse(more)).toEqual(value)
        },
      ),
    )
  })

  it('refuses what is none, and nothing else happens', () => {
    const refuse = (bytes: Uint8Array) => {
      try {
        decodeStatusResponse(bytes)
      } catch (error) {
        expect(error).toBeInstanceOf(EngineError)
        expect(error).toMatchObject({ code: 'bad_output' })
      }
    }
    fc.assert(fc.property(fc.uint8Array({ maxLength: 200 }), refuse))
    fc.assert(
      fc.property(response, fc.nat(), (value, cut) => {
        const bytes = encode(value)
        refuse(bytes.subarray(0, cut % (bytes.length + 1)))
      }),
    )
    expect(() => decodeStatusResponse(Uint8Array.of(0x0a, 5, 1))).toThrow(EngineError)
  })
})

/** As protobuf.dev/programming-guides/encoding has it, and quite apart from the decoder. */
function encode({ vertexes, statuses, logs }: StatusResponse): Buffer {
  return Buffer.concat([
    ...vertexes.map((one) =>
      field(
        1,
        Buffer.concat([
          field(1, Buffer.from(one.digest)),
          field(3, Buffer.from(one.name)),
          ...(one.cached ? [varint(4 << 3), varint(1)] : []),
          ...(one.started === null ? [] : [field(5, timestamp(one.started))]),
          ...(one.completed === null ? [] : [field(6, timestamp(one.completed))]),
          field(7, Buffer.from(one.error)),
        ]),
      ),
    ),
    ...statuses.map(({ id, vertex }) =>
      field(2, Buffer.concat([field(1, Buffer.from(id)), field(2, Buffer.from(vertex))])),
    ),
    ...logs.map((log) => field(3, Buffer.concat([field(1, Buffer.from(log.vertex)), field(4, Buffer.from(log.text))]))),
  ])
}

function timestamp(ms: number): Buffer {
  return Buffer.concat([varint(1 << 3), varint(Math.floor(ms / 1000)), varint(2 << 3), varint((ms % 1000) * 1_000_000)])
}

function field(number: number, bytes: Uint8Array): Buffer {
  return Buffer.concat([varint((number << 3) | 2), varint(bytes.length), bytes])
}

function varint(value: number): Buffer {
  const bytes: number[] = []
  let left = BigInt(value)
  do {
    const rest = left >> 7n
    bytes.push(Number(left & 0x7fn) | (rest > 0n ? 0x80 : 0))
    left = rest
  } while (left > 0n)
  return Buffer.from(bytes)
}
