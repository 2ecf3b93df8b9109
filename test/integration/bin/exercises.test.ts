import { execFileSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Build } from '../../../main/contract/build.ts'
import type { TransferResult } from '../../../main/contract/registry.ts'
import { createHome, runCliToEnd } from '../../support/cli.ts'
import { docker } from '../../support/probeContainers.ts'
import { removeContainersOf, removeImageNames, removeImages } from '../../support/removeImages.ts'
import { importPrograms } from '../../support/shellContainer.ts'
import { hasRegistry, startRegistry, type TestRegistry } from '../../support/startRegistry.ts'
import { runOnTerminal } from '../../support/terminal.ts'

const unique = `isoscope-exercise${process.pid}`
const base = `${unique}:base`

/** The two exercises of the lecture, from "Hands on Containers". One story: each step goes on from the one before. */
describe.skipIf(!hasRegistry && !process.env.CI)('the exercises on the command line', () => {
  const home = createHome()
  const folder = mkdtempSync(join(tmpdir(), `${unique}-`))
  let registry: TestRegistry
  const nameOf = (tag: string) => `${registry.address}/${unique}/playground:${tag}`
  const env = { ISOSCOPE_HOME: home.path }
  const run = async (...args: readonly string[]) => {
    const result = await runCliToEnd(args, env)
    expect(result, result.stderr).toMatchObject({ code: 0 })
    return result.stdout
  }
  const ask = async <T>(...args: readonly string[]) => JSON.parse(await run(...args, '--json')) as T
  /** What the registry has under a name, as the docker program tells after it has pulled it anew. */
  const pullByDocker = (tag: string) => {
    removeImageNames(nameOf(tag))
    docker('pull', '--quiet', nameOf(tag))
    return readDigest(nameOf(tag))
  }
  const readDigest = (name: string) =>
    docker('image', 'inspect', '--format', '{{join .RepoDigests "\\n"}}', name)
      .split('\n')
      .find((line) => line.startsWith(`${registry.address}/${unique}/playground@`))
      ?.split('@')[1]

  beforeAll(async () => {
    registry = await startRegistry()
    importPrograms(base, ['/bin/sh', '/bin/cat', '/bin/echo', '/bin/ls'])
    // What the course has put there for its students, with a file that they are to change.
    const given = `FROM ${base}\nLABEL ${unique}=1\nRUN echo "Write your name below." > /Readme.txt\nCMD ["/bin/sh"]\n`
    execFileSync('docker', ['build', '--quiet', '--tag', nameOf('given'), '-'], {
      input: given,
      env: { ...process.env, DOCKER_BUILDKIT: '0' },
      stdio: 'pipe',
    })
    docker('push', '--quiet', nameOf('given'))
  })
  afterAll(async () => {
    await registry?.stop()
    rmSync(folder, { recursive: true, force: true })
    home.remove()
    removeContainersOf(unique)
    removeImages(unique)
  })

  it('1: pulls an image, modifies it in a container, commits and pushes what docker pulls with the same digest', async () => {
    const pushed = readDigest(nameOf('given'))
    removeImageNames(nameOf('given'))
    const pulled = await ask<TransferResult>('image', 'pull', nameOf('given'))
    expect(pulled.digest).toBe(pushed)
    expect(readDigest(nameOf('given'))).toBe(pushed)

    const terminal = runOnTerminal(['run', '-it', '--name', unique, nameOf('given')], env)
    await terminal.waitFor(/[#$] $/)
    terminal.type('cat /Readme.txt\r')
    await terminal.waitFor(/^Write your name below\.\r$/m)
    terminal.type('echo "Zoë" >> /Readme.txt; echo new > /added; exit\r')
    expect(await terminal.exitCode).toBe(0)

    const changes = await run('changes', unique)
    expect(changes).toMatch(/changed .*Readme\.txt/)
    expect(changes).toMatch(/added .*added/)
    await run('commit', unique, nameOf('modified'), '--message', 'my name')
    const sent = await ask<TransferResult>('image', 'push', nameOf('modified'))
    expect(sent.digest).toMatch(/^sha256:[0-9a-f]{64}$/)
    expect(pullByDocker('modified')).toBe(sent.digest)
    expect(docker('run', '--rm', nameOf('modified'), 'cat', '/Readme.txt')).toBe('Write your name below.\nZoë')
  })

  it('2: builds an image and pushes what docker pulls with the same digest; of one without a change, the same again', async () => {
    const context = join(folder, 'exercise2')
    mkdirSync(context)
    writeFileSync(join(context, 'Readme.txt'), 'of the course\n')
    writeFileSync(
      join(context, 'Dockerfile'),
      `FROM ${nameOf('given')}\nCOPY Readme.txt /\nCMD ["/bin/cat", "/Readme.txt"]\n`,
    )
    expect(await run('image', 'build', context, '--tag', nameOf('built'))).toMatch(/Built sha256:[0-9a-f]{64} as /)
    const sent = await ask<TransferResult>('image', 'push', nameOf('built'))
    expect(pullByDocker('built')).toBe(sent.digest)
    expect(docker('run', '--rm', nameOf('built'))).toBe('of the course')
    expect((await ask<TransferResult>('image', 'pull', nameOf('built'))).digest).toBe(sent.digest)
    // Sent by docker, it stays what it is.
    docker('tag', nameOf('built'), nameOf('again'))
    expect(docker('push', nameOf('again'))).toContain(sent.digest)
    expect((await ask<TransferResult>('image', 'pull', nameOf('again'))).digest).toBe(sent.digest)
  })

  it('tells of the lecture’s cache example that only the changed ENTRYPOINT and what follows is new, and why', async () => {
    const context = join(folder, 'cache')
    mkdirSync(context)
    const write = (greeting: string) =>
      writeFileSync(
        join(context, 'Dockerfile'),
        `FROM ${nameOf('given')}\nRUN echo ${unique}\nENTRYPOINT ["/bin/echo", "${greeting}"]\nCMD ["world"]\n`,
      )
    const build = (...more: readonly string[]) => ['image', 'build', context, '--tag', nameOf('cache'), ...more]
    write('Hello')
    const first = await ask<Build>(...build('--builder', 'classic'))
    expect(first.steps.map(({ state }) => state)).toEqual(['cached', 'new', 'new', 'new'])

    write('Hi')
    const second = await ask<Build>(...build('--builder', 'classic'))
    expect(second.steps.map(({ state }) => state)).toEqual(['cached', 'cached', 'new', 'new'])
    expect(second.steps[2]?.reason).toEqual({
      kind: 'instructionChanged',
      before: 'ENTRYPOINT ["/bin/echo", "Hello"]',
      after: 'ENTRYPOINT ["/bin/echo", "Hi"]',
    })
    expect(docker('run', '--rm', nameOf('cache'), 'Pavlos')).toBe('Hi Pavlos')

    write('Good day')
    const lines = (await run(...build('--builder', 'classic'))).split('\n')
    /** The line that says how a step has ended. */
    const endOf = (step: number) => {
      const begun = lines.findIndex((line) => line.startsWith(`Step ${step}/4`))
      return lines.find((line, at) => at > begun && /^ {3}[^|]/.test(line))
    }
    expect(endOf(1)).toMatch(/^ {3}cached/)
    expect(endOf(2)).toMatch(/^ {3}cached/)
    expect(endOf(3)).toMatch(/^ {3}new.*ENTRYPOINT.*"Hi".*ENTRYPOINT.*"Good day"/)
    expect(lines.join('\n')).toMatch(/2 cached, 2 new/)
  })
})
