import { execFileSync } from 'node:child_process'
import { describe, expect, it } from 'vitest'
import { buildCell, parseCellLine } from '../../../../main/drivers/jupyterhub/own/cell.ts'
import { NotebookOutput } from '../../../../main/drivers/jupyterhub/own/output.ts'

const never = new AbortController().signal

describe('the cell of a notebook', () => {
  const strange = ['two words', "it's", '"', '\\', '$(id)', '', '--', 'naïve-λ-名前-🐳', '\n', "'''", '{"a":1}']

  it('hands arguments and variables to the program as they are', () => {
    const program = {
      kind: 'python',
      args: ['-c', 'import json, sys; print(json.dumps(sys.argv[1:]))', ...strange],
    } as const
    const cell = buildCell({ program, probe: '/nonexistent', variables: { LANG: 'C.UTF-8' }, directory: '/' })
    // The kernel goes on; a script has to wait for its thread.
    const wait = '\nfor thread in threading.enumerate():\n    if thread.daemon: thread.join()\n'
    const lines = execFileSync('python3', ['-c', cell + wait], { encoding: 'utf8' })
      .trim()
      .split('\n')
    expect(parseCellLine(lines[0] ?? '')).toMatchObject({ notebook: 'started', pid: expect.any(Number) })
    expect(JSON.parse(lines[1] ?? '')).toEqual(strange)
    expect(parseCellLine(lines[2] ?? '')).toEqual({ notebook: 'exit', code: 0 })
  })

  it('tells its own lines from the program’s', () => {
    for (const line of ['', 'ISOSCOPE READY', '{"isoscope":"done"}', '{"notebook": "exit"', '{"notebook": "exit"}']) {
      expect(parseCellLine(line)).toBeNull()
    }
  })
})

describe('what a notebook shows', () => {
  it('is read in whatever pieces it comes', async () => {
    const output = new NotebookOutput()
    const ready = output.waitForReady(never)
    output.accept('{"notebook": "started", "pid": 7}\nISOSCOPE ', 1)
    output.accept('READY {"boot":1}\n{"isoscope":"begin"}\n{"isos', 2)
    expect(await ready).toBe(2)
    output.accept('cope":"done","mode":"cpu"}\n', 3)
    expect(await output.waitForReports('cpu', never)).toEqual([
      { at: 2, hypervisorCpuNs: null, line: { isoscope: 'begin' } },
      { at: 3, hypervisorCpuNs: null, line: { isoscope: 'done', mode: 'cpu' } },
    ])
    output.accept('{"notebook": "exit", "code": 3}\n', 4)
    expect(await output.waitForExit(never)).toBe(3)
    expect(output.pid).toBe(7)
  })

  it('is an error when the program ends before it is ready, with its last lines', async () => {
    const output = new NotebookOutput()
    const ready = output.waitForReady(never)
    output.accept('usage: probe\n{"notebook": "exit", "code": 2}\n', 1)
    await expect(ready).rejects.toMatchObject({ code: 'engine_failed', detail: 'usage: probe' })
  })

  it('ends with the connection: waits end too, and a program that was not over has no exit code', async () => {
    const output = new NotebookOutput()
    const reports = output.waitForReports('cpu', never)
    const exit = output.waitForExit(never)
    output.end(new Error('gone') as never)
    await expect(reports).rejects.toThrow('gone')
    expect(await exit).toBeNull()
  })

  it('can be given up', async () => {
    const leaving = new AbortController()
    const ready = new NotebookOutput().waitForReady(leaving.signal)
    leaving.abort()
    await expect(ready).rejects.toMatchObject({ code: 'cancelled' })
  })
})
