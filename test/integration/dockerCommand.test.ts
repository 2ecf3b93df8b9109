import { mkdirSync, mkdtempSync, readFileSync, realpathSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import Docker from 'dockerode'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { runSchema } from '../../main/contract/run.ts'
import { isAbsent } from '../../main/drivers/absent.ts'
import type { PreparedContender, RunContext } from '../../main/drivers/contender.ts'
import { findApt } from '../../main/drivers/debian/apt.ts'
import { obtainPythonRoot } from '../../main/drivers/debian/pythonRoot.ts'
import { createDrivers, findContender } from '../../main/drivers/registry.ts'
import { listProcesses, readProcFile } from '../../main/os/proc.ts'
import { workloadVariables } from '../../main/os/variables.ts'
import { runCliToEnd } from '../support/cli.ts'
import { createTestDeps, type TestDeps } from '../support/driverDeps.ts'
import { findLeftovers } from '../support/leftovers.ts'
import { withSharedCache } from '../support/sharedCache.ts'

const docker = new Docker()
const never = new AbortController().signal
const image = `isoscope-test-command:${process.pid}`

describe("the user's own command in a container", () => {
  let deps: TestDeps
  /** With what would be an option, a variable or a command anywhere but in an argument. */
  let place: string
  let prepared: PreparedContender

  const prepare = (contender: string, command: Partial<RunContext['command']>): Promise<PreparedContender> => {
    const request = { argv: ['unused'], directory: place, ignoreFailure: false, ...command }
    const run = {
      runId: '20260101T000000-000001',
      variables: workloadVariables,
      command: request,
      onStep: () => undefined,
    }
    return findContender(createDrivers(deps), contender).prepare(run, never)
  }
  const execute = async (argv: readonly string[], signal = never) => {
    if (isAbsent(prepared.execute)) throw new Error(prepared.execute.absent)
    return prepared.execute(argv, signal)
  }
  const runPython = (source: string, ...args: readonly string[]) => execute(['python3', '-c', source, ...args])
  const listOurs = async () => {
    const filters = { label: [`isoscope.store=${deps.owner.storeId}`] }
    return (await docker.listContainers({ all: true, filters })).map(({ Names }) => Names)
  }
  const listSleeping = () => listProcesses().filter((pid) => readProcFile(`/proc/${pid}/cmdline`)?.includes('7392.5'))

  beforeAll(async () => {
    const made = withSharedCache(createTestDeps())
    deps = { ...made, owner: { ...made.owner, storeId: `dockercommand${process.pid}` } }
    place = join(realpathSync(mkdtempSync(join(tmpdir(), 'isoscope-test-'))), 'a:rw,b $HOME')
    mkdirSync(place)
    const apt = findApt(deps)
    if (!apt) throw new Error('the test’s image is made of the distribution’s packages')
    const { path } = await obtainPythonRoot({ deps, apt, engine: 'docker' }, () => undefined, never)
    const [repo, tag] = image.split(':')
    const changes = ['ENV PATH=/usr/bin:/own', 'ENTRYPOINT ["/never"]']
    const stream = await docker.importImage(path, { repo, tag, changes })
    await new Promise((resolve, reject) =>
      docker.modem.followProgress(stream, (error) => (error ? reject(error) : resolve(null))),
    )
    prepared = await prepare('docker', { images: { docker: image } })
  })
  afterAll(async () => {
    await prepared?.dispose()
    await docker.getImage(image).remove({ force: true })
    rmSync(join(place, '..'), { recursive: true })
    deps.removeHome()
  })

  it('is given its arguments, the run’s variables and the image’s PATH, and no shell reads anything', async () => {
    const words = ['$HOME;', '--guest', '; id', "a 'quote", '']
    const { exitCode, output, duration, cpuSeconds } = await runPython(
      'import os, sys, json; sum(range(3 * 10**6)); print(json.dumps([sys.argv[1:], os.getcwd(), dict(os.environ)]))',
      ...words,
    )
    expect(exitCode).toBe(0)
    const [args, directory, variables] = JSON.parse(output) as [string[], string, Record<string, string>]
    expect(args).toEqual(words)
    expect(directory).toBe(place)
    expect(variables).toMatchObject({ ...workloadVariables, PATH: '/usr/bin:/own' })
    expect(cpuSeconds).toBeGreaterThan(0)
    // One program on one thread: it cannot have computed for longer than it lasted.
    expect(Number(cpuSeconds) * 1000).toBeLessThan(duration)
    expect(prepared.labels.image).toContain(image)
    expect(await listOurs()).toEqual([])
  })

  it('reads the directory and cannot write into it', async () => {
    writeFileSync(join(place, 'data'), 'what the host wrote')
    const read = await runPython("print(open('data').read()); open('data', 'w')")
    expect(read).toMatchObject({ exitCode: 1, output: expect.stringContaining('what the host wrote') })
    expect(read.output).toContain('Read-only file system')
    expect(readFileSync(join(place, 'data'), 'utf8')).toBe('what the host wrote')
  })

  it('ends with its own exit code, or with its signal’s', async () => {
    expect(await runPython('raise SystemExit(3)')).toMatchObject({ exitCode: 3 })
    const killed = await runPython('import os, signal; os.kill(os.getpid(), signal.SIGTERM)')
    expect(killed).toMatchObject({ exitCode: 128 + 15 })
    await expect(execute(['no-such-program-7392'])).rejects.toThrow(
      'no-such-program-7392 could not be started: No such file or directory.',
    )
    expect(await listOurs()).toEqual([])
  })

  it('leaves nothing that it left running in the background', async () => {
    const script = 'import time; time.sleep(7392.5)'
    const source = `import subprocess; subprocess.Popen(['python3', '-c', '${script}'], start_new_session=True)`
    expect(await runPython(source)).toMatchObject({ exitCode: 0 })
    expect(listSleeping()).toEqual([])
  })

  it('leaves nothing when it is aborted in the middle', async () => {
    const abort = new AbortController()
    const execution = execute(['python3', '-c', 'import time; time.sleep(7392.5)'], abort.signal)
    const deadline = Date.now() + 60_000
    while (listSleeping().length === 0 && Date.now() < deadline) await new Promise((resolve) => setTimeout(resolve, 20))
    expect(listSleeping()).not.toEqual([])
    abort.abort()
    await expect(execution).rejects.toMatchObject({ code: 'cancelled' })
    expect(listSleeping()).toEqual([])
    expect(await listOurs()).toEqual([])
    expect([...deps.rows.values()].map(({ kind }) => kind)).toEqual(['image'])
  })

  it('needs an image: there is none in the plain container, one with Python in the other, and a wrong name is an error', async () => {
    const plain = await prepare('docker', {})
    expect(plain.execute).toEqual({ absent: expect.stringContaining('--in docker=IMAGE') })
    await plain.dispose()
    const python = await prepare('docker:python', {})
    try {
      if (isAbsent(python.execute)) throw new Error(python.execute.absent)
      const source = 'import os; print(os.getcwd())'
      expect(await python.execute(['python3', '-c', source], never)).toMatchObject({ exitCode: 0, output: place })
    } finally {
      await python.dispose()
    }
    await expect(prepare('docker', { images: { docker: '127.0.0.1:9/nothing:1' } })).rejects.toMatchObject({
      code: 'not_found',
      remedy: { command: 'docker pull 127.0.0.1:9/nothing:1' },
    })
  })

  it('is compared with the host, from the command line', async () => {
    const file = join(deps.paths.home, 'out.json')
    const options = [
      '--contenders',
      'host,docker',
      '--in',
      `docker=${image}`,
      '--rounds',
      '2',
      '--quiet',
      '--json',
      file,
    ]
    const env = { ISOSCOPE_HOME: join(deps.paths.home, 'cli') }
    const command = ['python3', '-c', 'raise SystemExit(3)']
    const { code, stdout, stderr } = await runCliToEnd(
      ['compare', ...options, '--ignore-failure', '--', ...command],
      env,
      place,
    )
    expect({ code, stderr }).toMatchObject({ code: 0 })
    expect(stdout).toMatch(/^Command /m)
    const text = readFileSync(file, 'utf8')
    expect(text).not.toContain(JSON.stringify(place).slice(1, -1))
    const { samples } = runSchema.parse(JSON.parse(text))
    const ofDocker = (metric: string) =>
      samples.flatMap((each) => (each.contender === 'docker' && each.metric === metric && each.ok ? [each.value] : []))
    expect(ofDocker('command')).toHaveLength(3)
    expect(ofDocker('command_seconds').every((seconds) => seconds > 0)).toBe(true)
    expect(ofDocker('command_exit')).toEqual([3, 3, 3])
    expect((await findLeftovers()).filter((each) => each.includes('command'))).toEqual([])
  })
})
