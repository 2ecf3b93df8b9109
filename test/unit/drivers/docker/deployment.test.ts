import { describe, expect, it } from 'vitest'
import { countSteps, writeDockerfile } from '../../../../main/drivers/docker/build/buildContent.ts'
import { createClassicReader } from '../../../../main/drivers/docker/build/classicReader.ts'
import { isDeployedName, nameDeployed } from '../../../../main/drivers/docker/deployed.ts'
import { changeTopmost, compareImages, judgeBuilds } from '../../../../main/drivers/docker/deployment.ts'
import { describeProgram } from '../../../../main/drivers/docker/platforms.ts'

/** Docker 20.10.24, classic builder. */
const uncached = [
  '{"stream":"Step 1/4 : FROM scratch"}',
  '{"stream":"\\n"}',
  '{"stream":" ---\\u003e \\n"}',
  '{"stream":"Step 2/4 : LABEL \\"isoscope.store\\"=\\"x\\""}',
  '{"stream":" ---\\u003e Running in c1705ce319b7\\n"}',
  '{"stream":"Removing intermediate container c1705ce319b7\\n"}',
  '{"stream":"Step 3/4 : COPY probe /probe"}',
  '{"stream":" ---\\u003e 350797473864\\n"}',
  '{"stream":"Step 4/4 : ENTRYPOINT [\\"/probe\\"]"}',
  '{"aux":{"ID":"sha256:9f5ef93f185224dc758ca808d9bf263ccbed43e3bd150f9110f17d79485763e0"}}',
  '{"stream":"Successfully built 9f5ef93f1852\\n"}',
].join('\r\n')
const cached = uncached.replaceAll(
  '{"stream":" ---\\u003e Running in c1705ce319b7\\n"}',
  '{"stream":" ---\\u003e Using cache\\n"}',
)

const read = (answer: string) => answer.split('\r\n').flatMap(createClassicReader())

describe('a build', () => {
  it('tells its steps and how many came from the cache; FROM is none', () => {
    expect(countSteps(read(uncached))).toEqual({ all: 3, cached: 0 })
    expect(countSteps(read(cached))).toEqual({ all: 3, cached: 1 })
  })

  it('has its labels before anything else is made, in one step, and quotes them', () => {
    const labels = { 'isoscope.store': 'a "b" $HOME\nRUN evil', 'isoscope.run': 'r' }
    expect(writeDockerfile({ base: 'scratch', labels, instructions: ['COPY probe /probe'] })).toBe(
      'FROM scratch\nLABEL "isoscope.store"="a \\"b\\" \\$HOME\\nRUN evil" "isoscope.run"="r"\nCOPY probe /probe\n',
    )
  })

  it('stands on the image it names', () => {
    const text = writeDockerfile({ base: 'python:3-slim', labels: { a: 'b' }, instructions: ['COPY probe /probe'] })
    expect(text).toBe('FROM python:3-slim\nLABEL "a"="b"\nCOPY probe /probe\n')
  })

  const built = (time: number, all: number, fromCache: number) => ({ time, steps: { all, cached: fromCache } })

  it('counts as uncached, as cached and as changed only where the engine says that it was', () => {
    const builds = { uncached: built(900, 3, 0), cached: built(90, 3, 3), changed: built(120, 3, 1) }
    expect(judgeBuilds(builds, 'n')).toEqual({ uncached: 900, cached: 90, changed: 120, note: 'n' })
    const others = { uncached: built(900, 3, 1), cached: built(90, 3, 2), changed: built(120, 3, 0) }
    expect(judgeBuilds(others, 'n')).toEqual({
      uncached: { absent: 'the engine took steps from its cache although it was told not to' },
      cached: { absent: 'the engine took 2 of 3 steps from its cache' },
      changed: { absent: 'the engine made 3 of 3 steps anew' },
      note: 'n',
    })
    const nothing = built(900, 0, 0)
    expect(judgeBuilds({ uncached: nothing, cached: nothing, changed: nothing }, 'n')).toMatchObject({
      cached: { absent: expect.any(String) },
      changed: { absent: expect.any(String) },
    })
  })

  it('changes the file of the topmost layer alone, behind its end', () => {
    const files = ['root.tar', 'probe'].map((name) => ({ name, content: Buffer.from(name) }))
    const { files: changed, ...rest } = changeTopmost({ base: 'scratch', instructions: ['ADD', 'COPY'], files })
    expect(rest).toEqual({ base: 'scratch', instructions: ['ADD', 'COPY'] })
    expect(changed[0]).toEqual(files[0])
    expect(changed[1]?.content.subarray(0, 5).toString()).toBe('probe')
    expect(changed[1]?.content.length).toBeGreaterThan(5)
  })

  it('names what it makes so that a sweep knows it, and nothing of anybody else', () => {
    const { image, labels } = nameDeployed({ 'isoscope.store': 's' })
    expect(isDeployedName(image)).toBe(true)
    expect(image.endsWith(String(labels['isoscope.deployed']))).toBe(true)
    expect(labels['isoscope.store']).toBe('s')
    for (const other of ['isoscope-run:abc', 'isoscope-deploy:latest', 'x/isoscope-deploy:0123456789ab']) {
      expect(isDeployedName(other), other).toBe(false)
    }
  })
})

describe('an image that was sent', () => {
  const image = { id: 'sha256:1', layers: ['sha256:a', 'sha256:b'], checksums: 'integer=1', python: 'numbers=1' }

  it('is the same with the same id, layers and results, and says what had stayed on the engine', () => {
    const { same, evidence } = compareImages(image, image, 1)
    expect(same).toBe(true)
    expect(evidence).toContain('1 of 2 layer(s) and the image itself were gone in between')
    expect(evidence).toContain('the same engine')
  })

  it('is not said to compute in a Python that it has not', () => {
    const { evidence } = compareImages({ ...image, python: null }, { ...image, python: null }, 0)
    expect(evidence).not.toContain('Python')
    expect(compareImages(image, image, 0).evidence).toContain('Python')
  })

  it.each([
    { ...image, layers: ['sha256:a', 'sha256:c'] },
    { ...image, id: 'sha256:2' },
    { ...image, checksums: 'integer=2' },
    { ...image, python: 'numbers=2' },
    { ...image, python: null },
  ])('differs as %j', (after) => {
    expect(compareImages(image, after, 0).same).toBe(false)
  })
})

describe('a program of an image', () => {
  it('is unknown when it could not be read, and no machine code when it is a script', () => {
    expect(describeProgram('/probe', null)).toMatchObject({
      value: null,
      meaning: expect.stringContaining('could not'),
    })
    expect(describeProgram('/probe', Buffer.from('#!/bin/sh\n'.padEnd(64)))).toMatchObject({ value: 'no machine code' })
  })
})
