import { execFileSync } from 'node:child_process'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { findContainerEntry } from '../../main/drivers/docker/enter.ts'
import { createTestDeps, type TestDeps } from '../support/driverDeps.ts'
import { createProbeContainers, docker, type ProbeContainers } from '../support/probeContainers.ts'
import { createShellContainer, type ShellContainer } from '../support/shellContainer.ts'

const unique = `enter${process.pid}`
const { signal } = new AbortController()

describe('entering a container', () => {
  let deps: TestDeps
  let shell: ShellContainer
  let bare: ProbeContainers

  beforeAll(() => {
    deps = createTestDeps()
    shell = createShellContainer(`${unique}-shell`)
    bare = createProbeContainers(unique)
    bare.run(`${unique}-bare`)
  })
  afterAll(() => {
    shell?.remove()
    bare?.remove()
    deps.removeHome()
  })

  it('runs the shell that is in it, found without executing anything there', async () => {
    const before = docker('top', shell.id, '-o', 'pid,args')
    const command = await findContainerEntry(deps, `docker:${shell.id}`, signal)
    expect(command.slice(-5)).toEqual(['exec', '--interactive', '--tty', shell.id, '/bin/sh'])
    expect(docker('top', shell.id, '-o', 'pid,args')).toBe(before)
    const [program = '', ...args] = command.filter((argument) => argument !== '--tty')
    expect(execFileSync(program, args, { input: 'echo "I am $0"', encoding: 'utf8' })).toBe('I am /bin/sh\n')
  })

  it('takes a name as the engine does, and hands on the id', async () => {
    expect(await findContainerEntry(deps, `docker:${unique}-shell`, signal)).toContain(shell.id)
  })

  it('is refused where there is no shell, where nothing runs and where there is no such container', async () => {
    const none = { code: 'unsupported', message: expect.stringContaining('no shell') }
    await expect(findContainerEntry(deps, `docker:${unique}-bare`, signal)).rejects.toMatchObject(none)
    const missing = { code: 'not_found' }
    for (const id of [`docker:${unique}-missing`, 'docker:--privileged', 'docker:a b']) {
      await expect(findContainerEntry(deps, id, signal), id).rejects.toMatchObject(missing)
    }
    shell.stop()
    const stopped = { code: 'unsupported', message: 'This container does not run.' }
    await expect(findContainerEntry(deps, `docker:${shell.id}`, signal)).rejects.toMatchObject(stopped)
  })
})
