import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type BuilderEvent, createClassicReader } from '../../../../../main/drivers/docker/build/classicReader.ts'
import { followClassicSteps } from '../../../../../main/drivers/docker/build/classicSteps.ts'
import type { BuildTelling } from '../../../../../main/drivers/imageBuilds.ts'
import { parseDockerfile } from '../../../../../main/model/builds/parseDockerfile.ts'
import { readCaptured } from '../../../../support/captured.ts'

const say = (stream: string) => JSON.stringify({ stream })
const read = (lines: readonly string[]): BuilderEvent[] => lines.flatMap(createClassicReader())
const dockerfile = parseDockerfile('FROM feas/tinystd:py\nRUN echo hi > /hi\nCOPY f /f\nCMD ["cat","/hi"]\n', {
  heredocs: false,
})

function follow(lines: readonly string[]): BuildTelling[] {
  const told: BuildTelling[] = []
  const steps = followClassicSteps(dockerfile, (telling) => told.push(telling))
  for (const event of read(lines)) steps.take(event)
  steps.end()
  return told
}

const statesOf = (told: readonly BuildTelling[]) =>
  told.flatMap((one) => (one.kind === 'step' && one.state !== 'running' ? [`${one.number} ${one.state}`] : []))

describe('what the classic builder says', () => {
  it('has the steps of a build as the API told it, those from the cache among them', () => {
    const { stdout } = readCaptured('docker-20.10.24', '47-api-build-classic')
    const told = follow(stdout.split('\n'))
    expect(statesOf(told)).toEqual(['1 cached', '2 cached', '3 new', '4 new'])
    expect(told).toContainEqual({ kind: 'step', number: 2, state: 'cached', imageId: 'aafe4e168254' })
    expect(told.filter(({ kind }) => kind === 'missed')).toEqual([
      { kind: 'missed', number: 3 },
      { kind: 'missed', number: 4 },
    ])
    expect(read(stdout.split('\n')).filter(({ kind }) => kind === 'built')).toEqual([
      { kind: 'built', id: 'sha256:dbc414a68166cda917bcdfa55988d10ef3fe36650b2f304b3a6fd7ea7bbdb6d0' },
    ])
  })

  it('is the same text that the docker program shows', () => {
    const { stdout } = readCaptured('docker-20.10.24', '40-build-classic')
    const told = follow(stdout.split('\n').map((line) => say(`${line}\n`)))
    expect(statesOf(told)).toEqual(['1 cached', '2 new', '3 new', '4 new'])
  })

  it('has a failed command with its exit code', () => {
    const message = "The command '/bin/sh -c exit 3' returned a non-zero code: 3"
    expect(read([JSON.stringify({ errorDetail: { code: 3, message }, error: message })])).toEqual([
      { kind: 'failed', message, exitCode: 3 },
    ])
  })

  it('is understood as Podman writes it, too', () => {
    const lines = [
      'STEP 1/2: FROM x\n',
      'STEP 2/2: RUN true\n',
      '--> Using cache 0123456789abcdef\n',
      '--> 0123456789a\n',
    ]
    expect(read(lines.map(say))).toEqual([
      { kind: 'step', number: 1, instruction: 'FROM x' },
      { kind: 'step', number: 2, instruction: 'RUN true' },
      { kind: 'cached', number: 2 },
      { kind: 'image', number: 2, id: '0123456789a' },
    ])
  })

  it('tells of a pull that it began and ended, not of its bars', () => {
    const lines = [
      say('Step 1/1 : FROM x'),
      JSON.stringify({ status: 'Pulling from library/x', id: 'latest' }),
      JSON.stringify({ status: 'Downloading', progressDetail: { current: 1, total: 2 }, id: 'aa' }),
      JSON.stringify({ status: 'Status: Downloaded newer image for x:latest' }),
    ]
    expect(read(lines).slice(1)).toEqual([
      { kind: 'output', number: 1, text: 'latest: Pulling from library/x\n' },
      { kind: 'output', number: 1, text: 'Status: Downloaded newer image for x:latest\n' },
    ])
    expect(statesOf(follow(lines))).toEqual(['1 new'])
  })

  it('is never mixed up with what a step writes, whatever that is', () => {
    const sly = fc.constantFrom(
      'Step 3/4 : COPY f /f',
      ' ---> Using cache\n',
      ' ---> 5b0232c67fb0\n',
      'Successfully built x\n',
    )
    const texts = fc.array(fc.oneof(fc.string({ minLength: 1 }), sly), { maxLength: 20 })
    fc.assert(
      fc.property(texts, (written) => {
        const lines = ['Step 2/4 : RUN x', ' ---> Running in 9f0d18c382d1\n', ...written]
        const events = read(lines.map(say)).slice(2)
        expect(events).toEqual(written.map((text) => ({ kind: 'output', number: 2, text })))
      }),
    )
  })

  it('may have lines that are none of it', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.json()), (line) => {
        expect(() => createClassicReader()(line)).not.toThrow()
      }),
    )
  })
})
