import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import Docker from 'dockerode'
import { pack } from 'tar-stream'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { ContenderSummary, Run } from '../../main/contract/run.ts'
import { isAbsent } from '../../main/drivers/absent.ts'
import { findApt } from '../../main/drivers/debian/apt.ts'
import { obtainPythonRoot } from '../../main/drivers/debian/pythonRoot.ts'
import { createDockerContender } from '../../main/drivers/docker/contender.ts'
import { joinArchives } from '../../main/drivers/docker/image.ts'
import { takeOfficialPython } from '../../main/drivers/docker/pythonImage.ts'
import type { MakeImage } from '../../main/drivers/docker/runImage.ts'
import type { DockerVariant } from '../../main/drivers/docker/variants.ts'
import { buildPythonArgs } from '../../main/drivers/python/program.ts'
import { createDrivers, findContender } from '../../main/drivers/registry.ts'
import { createRunFolder } from '../../main/drivers/runFolder.ts'
import { runComparison } from '../../main/measure/run.ts'
import { workloadVariables } from '../../main/os/variables.ts'
import { createTestDeps, type TestDeps } from '../support/driverDeps.ts'
import { startImageRegistry } from '../support/imageRegistry.ts'

const docker = new Docker()
const never = new AbortController().signal

const ignore = () => undefined
const createVariant = (makeImage: MakeImage): DockerVariant => ({
  id: 'docker:python',
  title: 'Docker with Python',
  makeImage,
  ownPrograms: true,
  scratch: { path: '/' },
})

describe('Docker with Python', () => {
  let deps: TestDeps
  beforeAll(() => {
    const made = createTestDeps()
    deps = { ...made, owner: { ...made.owner, storeId: `dockerpython${process.pid}` } }
  })
  afterAll(() => deps.removeHome())

  const createRun = (onStep: (step: string) => void = () => undefined) => ({
    runId: '20260101T000000-000001',
    variables: workloadVariables,
    onStep,
  })
  const expectNothingLeft = async () => {
    const filters = { label: [`isoscope.store=${deps.owner.storeId}`] }
    expect(await docker.listContainers({ all: true, filters })).toEqual([])
    expect(await docker.listImages({ filters: JSON.stringify(filters) })).toEqual([])
    expect([...deps.rows.values()]).toEqual([])
  }

  it('leaves nothing when it is cancelled while its standard library is compiled', async () => {
    const abort = new AbortController()
    const steps: string[] = []
    const run = createRun((step) => {
      steps.push(step)
      if (step.startsWith('compiling')) setTimeout(() => abort.abort(), 100)
    })
    const preparation = findContender(createDrivers(deps), 'docker:python').prepare(run, abort.signal)
    await expect(preparation).rejects.toMatchObject({ code: 'cancelled' })
    expect(steps.at(-1)).toMatch(/^compiling/)
    await expectNothingLeft()
  })

  describe('beside the host and an environment, everything measured', () => {
    const ids = ['host', 'venv', 'docker:python']
    let run: Run
    beforeAll(async () => {
      const drivers = createDrivers(deps)
      run = await runComparison(
        {
          runId: '20260101T000000-000001',
          request: { contenders: ids, profile: 'quick', rounds: 1, metrics: 'all' },
          seed: 1,
          contenders: ids.map((id) => findContender(drivers, id)),
          environment: { host: {}, engines: {}, variables: workloadVariables },
          tools: deps.tools,
          makeFolder: () => createRunFolder(deps, 'host'),
          sink: { beginRun: ignore, appendRound: ignore, appendSamples: ignore, finishRun: ignore },
          surveySteps: [],
          onProgress: () => undefined,
          settleMs: 100,
        },
        never,
      )
    }, 300_000)

    const find = (id: string): ContenderSummary => {
      const found = run.contenders.find((contender) => contender.id === id)
      if (!found) throw new Error(`${id} is not in the run`)
      return found
    }
    const median = (id: string, metric: keyof ContenderSummary['metrics']) => {
      const found = find(id).metrics[metric]
      if (found?.kind === 'number') return found.median
      throw new Error(`${id} has no ${metric}: ${JSON.stringify(found)}`)
    }

    it('completes, with the same computations as the host and a figure for each metric of Python', () => {
      for (const id of ids) {
        // A Python that computes something else fails its round.
        expect(find(id)).toMatchObject({ status: 'completed' })
        for (const metric of ['startup_python', 'import_python', 'cpu_cost_python', 'memory_idle_python'] as const) {
          expect(median(id, metric), `${id} ${metric}`).toBeGreaterThan(0)
        }
      }
      const cost = find('docker:python').metrics.cpu_cost_python
      expect(Object.keys((cost?.kind === 'number' && cost.parts) || {})).toEqual(['numbers', 'objects', 'text'])
    })

    it('has every figure of the probe too', () => {
      for (const metric of ['startup', 'cpu_cost', 'memory_idle', 'stop', 'kill', 'disk_unique'] as const) {
        expect(median('docker:python', metric), metric).toBeGreaterThan(0)
      }
      // The distribution's Python and its libraries, not the whole distribution.
      expect(median('docker:python', 'disk_unique')).toBeGreaterThan(20e6)
      expect(median('docker:python', 'disk_unique')).toBeLessThan(150e6)
      // The holder of a container is counted, so it is more than the interpreter alone.
      expect(median('docker:python', 'memory_idle_python')).toBeGreaterThan(median('host', 'memory_idle_python'))
    })

    it('says which Python it has and what the image was made from', () => {
      expect(find('docker:python').labels).toMatchObject({
        python: expect.stringMatching(/^3\.\d+\.\d+$/),
        interpreter: expect.stringMatching(/^\/usr\/(local\/)?bin\/python3\.\d+$/),
        image: expect.stringContaining('python'),
      })
    })

    it('is warned of exactly when its Python is another than the host’s', () => {
      const versions = new Set(ids.map((id) => find(id).labels.python))
      const warning = run.warnings.find(({ code }) => code === 'versions_differ')
      if (versions.size === 1) expect(warning).toBeUndefined()
      for (const version of versions.size === 1 ? [] : versions) expect(warning?.message).toContain(version)
    })

    it('leaves nothing', expectNothingLeft)
  })

  it('loads its standard library from bytecode, and says what its interpreter runs on', async () => {
    const prepared = await findContender(createDrivers(deps), 'docker:python').prepare(createRun(), never)
    try {
      const instance = await prepared.launch({ kind: 'python', args: buildPythonArgs('work', 0.01) }, never)
      try {
        await instance.waitForReports('python', never)
        const ours = `label=isoscope.store=${deps.owner.storeId}`
        const id = execFileSync('docker', ['ps', '-q', '--filter', ours], { encoding: 'utf8' }).trim()
        expect(execFileSync('docker', ['diff', id], { encoding: 'utf8' })).not.toContain('__pycache__')
      } finally {
        await instance.remove()
      }
      if (isAbsent(prepared.deployment)) throw new Error(prepared.deployment.absent)
      const facts = await prepared.deployment.platforms(never)
      const interpreter = { title: prepared.labels.interpreter, meaning: expect.stringMatching(/^needs \/lib/) }
      expect(facts).toContainEqual(expect.objectContaining(interpreter))
    } finally {
      await prepared.dispose()
    }
    await expectNothingLeft()
  })

  it('is deployed from the kept archive alone where nothing can be downloaded, and says so', async () => {
    if (!findApt(deps)) return
    const nowhere = 'http://127.0.0.1:9'
    const cutOff = { ...deps, env: { ...deps.env, http_proxy: nowhere, https_proxy: nowhere } }
    const prepared = await findContender(createDrivers(cutOff), 'docker:python').prepare(createRun(), never)
    try {
      if (isAbsent(prepared.deployment)) throw new Error(prepared.deployment.absent)
      expect(await prepared.deployment.deploy(never)).toMatchObject({
        uncached: { absent: expect.stringMatching(/^what the image is made of cannot be had anew here: .+/) },
        cached: expect.any(Number),
      })
    } finally {
      await prepared.dispose()
    }
    await expectNothingLeft()
  })

  it('takes the official image where there is no apt, pulled with progress, and leaves that image alone', async () => {
    const apt = findApt(deps)
    if (!apt) return
    const { path } = await obtainPythonRoot({ deps, apt, engine: 'docker' }, () => undefined, never)
    // The official image has its Python there.
    const link = pack()
    link.entry({ name: 'usr/local/bin/python3', type: 'symlink', linkname: '/usr/bin/python3' })
    link.finalize()
    const chunks: Buffer[] = []
    for await (const chunk of link) chunks.push(chunk as Buffer)
    const registry = await startImageRegistry(joinArchives(Buffer.concat(chunks), readFileSync(path)))
    const { reference } = registry
    try {
      const variant = createVariant(takeOfficialPython(reference))
      const steps: string[] = []
      const contender = createDockerContender(deps, variant)
      const prepared = await contender.prepare(
        createRun((step) => steps.push(step)),
        never,
      )
      try {
        expect(steps.filter((step) => /^pulling .* \(\d+ %\)$/.test(step)).length).toBeGreaterThan(0)
        expect(prepared.labels).toMatchObject({
          image: expect.stringMatching(/^127.*python:3-slim sha256:[0-9a-f]{64}$/),
          python: expect.stringMatching(/^3\./),
        })
        const instance = await prepared.launch({ kind: 'probe', args: ['ready'] }, never)
        await instance.remove()
        if (isAbsent(prepared.deployment)) throw new Error(prepared.deployment.absent)
        expect(await prepared.deployment.deploy(never)).toMatchObject({
          uncached: { absent: expect.stringContaining('an image of yours') },
          cached: expect.any(Number),
        })
        const sent = await prepared.deployment.roundtrip(never)
        expect(sent).toMatchObject({ same: true, evidence: expect.stringContaining('what its Python computes') })
        // The layer with the probe went and came back; the user's image stayed.
        expect(sent).toMatchObject({ evidence: expect.stringContaining('1 of 2 layer(s)') })
      } finally {
        await prepared.dispose()
      }
      await expectNothingLeft()
      await docker.getImage(reference).inspect()
    } finally {
      await docker
        .getImage(reference)
        .remove({ force: true })
        .catch(() => undefined)
      await registry.close()
    }
  })

  it('cannot take part where the official image cannot be pulled, and says what to do', async () => {
    const makeImage = takeOfficialPython('127.0.0.1:9/python:3-slim')
    const contender = createDockerContender(deps, createVariant(makeImage))
    await expect(contender.prepare(createRun(), never)).rejects.toMatchObject({
      code: 'unsupported',
      remedy: { command: 'docker pull 127.0.0.1:9/python:3-slim' },
    })
    await expectNothingLeft()
  })
})
