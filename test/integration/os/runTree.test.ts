import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { findProbeTools } from '../../../main/os/probeTools.ts'
import { listProcesses, readProcFile } from '../../../main/os/proc.ts'
import { runProgramTree } from '../../../main/os/runTree.ts'

const { launch } = findProbeTools([join(import.meta.dirname, '../../..')])
const options = { engine: 'test', env: { PATH: '/usr/bin:/bin' } }

/** A program, its child and its grandchild, which all sleep for a time that no other process sleeps for. */
function buildFamily(seconds: string): readonly string[] {
  return ['-c', `sh -c 'sleep ${seconds} & wait' & sleep ${seconds}`]
}

function findFamily(seconds: string): readonly number[] {
  return listProcesses().filter((pid) => readProcFile(`/proc/${pid}/cmdline`)?.includes(`sleep\0${seconds}`))
}

describe('running a program with all that it starts', () => {
  it('gives its output and takes accepted exit codes for answers', async () => {
    expect(await runProgramTree(launch, '/bin/sh', ['-c', 'echo out; echo err >&2'], options)).toEqual({
      exitCode: 0,
      stdout: 'out\n',
      stderr: 'err\n',
    })
    const three = await runProgramTree(launch, '/bin/sh', ['-c', 'exit 3'], { ...options, acceptedExitCodes: [3] })
    expect(three.exitCode).toBe(3)
  })

  it('tells a failure with the last lines, and a program that is not there', async () => {
    await expect(runProgramTree(launch, '/bin/sh', ['-c', 'echo no room >&2; exit 1'], options)).rejects.toMatchObject({
      code: 'engine_failed',
      detail: 'no room',
    })
    await expect(runProgramTree(launch, '/nonexistent', [], options)).rejects.toMatchObject({ code: 'not_installed' })
  })

  it('kills children and grandchildren when it is aborted', async () => {
    const seconds = '7341.5'
    const controller = new AbortController()
    const running = runProgramTree(launch, '/bin/sh', buildFamily(seconds), { ...options, signal: controller.signal })
    while (findFamily(seconds).length < 2) await new Promise((resolve) => setTimeout(resolve, 20))
    controller.abort()
    await expect(running).rejects.toMatchObject({ code: 'cancelled' })
    expect(findFamily(seconds)).toEqual([])
  })

  it('kills them when it takes too long, and what a program leaves behind when it ends', async () => {
    const seconds = '7342.5'
    await expect(
      runProgramTree(launch, '/bin/sh', buildFamily(seconds), { ...options, timeout: 200 }),
    ).rejects.toMatchObject({ code: 'timeout' })
    await runProgramTree(launch, '/bin/sh', ['-c', `sleep ${seconds} >/dev/null 2>&1 3>&- &`], options)
    expect(findFamily(seconds)).toEqual([])
  })

  it('starts nothing when it is aborted before', async () => {
    const signal = AbortSignal.abort()
    await expect(runProgramTree(launch, '/bin/true', [], { ...options, signal })).rejects.toMatchObject({
      code: 'cancelled',
    })
  })
})
