import { type ChildProcess, spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { copyFileSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { createInterface } from 'node:readline'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { identifyProcess } from '../../../main/os/processIdentity.ts'

const project = join(import.meta.dirname, '..', '..', '..')
/** Makes the Node that runs the script look like one that is too old; a Node it starts itself is not changed. */
const old = [
  '--import',
  `data:text/javascript,Object.defineProperty(process,'versions',{value:{...process.versions,node:'20.19.0'}})`,
]
let folder: string
let script: string
let children: ChildProcess[]

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'isoscope-bin-'))
  children = []
})

afterEach(() => {
  for (const child of children) child.kill('SIGKILL')
  rmSync(folder, { recursive: true, force: true })
})

/** A folder with the script and this program; `home` is where the package is installed below the test's folder. */
function install(program: string, code: string, home = '.'): void {
  const root = join(folder, home)
  script = join(root, 'bin', 'isoscope.mjs')
  for (const file of [script, join(root, program)]) mkdirSync(dirname(file), { recursive: true })
  writeFileSync(join(root, 'package.json'), '{"name":"isoscope","type":"module"}')
  copyFileSync(join(project, 'bin', 'isoscope.mjs'), script)
  writeFileSync(join(root, program), code)
}

function linkNodePackage(home = '.'): void {
  mkdirSync(join(folder, home, 'node_modules'), { recursive: true })
  symlinkSync(join(project, 'node_modules', 'node'), join(folder, home, 'node_modules', 'node'))
}

function run(nodeArgs: readonly string[], ...args: readonly string[]) {
  const { status, stdout, stderr } = spawnSync(process.execPath, [...nodeArgs, script, ...args], { encoding: 'utf8' })
  return { status, stdout, stderr }
}

function start(nodeArgs: readonly string[]) {
  const child = spawn(process.execPath, [...nodeArgs, script], { stdio: ['ignore', 'pipe', 'inherit'] })
  children.push(child)
  return { child, said: createInterface({ input: child.stdout })[Symbol.asyncIterator]() }
}

const tellArguments = `export async function runCli(argv) {
  console.log(JSON.stringify({ argv, node: process.versions.node !== '20.19.0' }))
  return 7
}`
const odd = ['compare', '--name', 'a b', '', '"quoted"', "it's", '$HOME', '*', '--', '-é']

test.each([
  ['a Node that is new enough', []],
  ['a Node that is too old', old],
])('in a checkout with %s it runs the source, with the exact arguments and exit code', (_, nodeArgs) => {
  install('main/hosts/cli.ts', tellArguments.replace('(argv)', '(argv: readonly string[]): Promise<number>'))
  linkNodePackage()
  expect(run(nodeArgs, ...odd)).toEqual({
    status: 7,
    stdout: `${JSON.stringify({ argv: odd, node: true })}\n`,
    stderr: '',
  })
})

test('as an installed package it runs what was built, with the Node that was installed beside it', () => {
  install('out/main/cli.js', tellArguments, 'node_modules/isoscope')
  linkNodePackage()
  expect(run(old, 'runs')).toMatchObject({ status: 7, stdout: '{"argv":["runs"],"node":true}\n', stderr: '' })
})

test('with no Node that is new enough it says what is missing in one line', () => {
  install('out/main/cli.js', tellArguments)
  const { status, stdout, stderr } = run(old)
  expect({ status, stdout }).toEqual({ status: 1, stdout: '' })
  expect(stderr).toMatch(/^isoscope: it needs Node 22\.13 or newer, this is 20\.19\.0 [^\n]*\n$/)
})

test('without its dependencies it says how to get them in one line', () => {
  install('main/hosts/cli.ts', "import 'zod'\n")
  const { status, stderr } = run([])
  expect(status).toBe(1)
  expect(stderr).toMatch(/^isoscope: a part of Isoscope is missing [^\n]* run `npm ci`[^\n]*\n$/)
})

test('the warnings that its own means cause are hidden, others are shown', () => {
  const warn = "import 'node:sqlite'\nexport async function runCli() { process.emitWarning('mind the gap'); return 0 }"
  install('main/hosts/cli.ts', warn)
  const { stderr } = run([])
  expect(stderr).toContain('mind the gap')
  expect(stderr).not.toMatch(/sqlite|type stripping|Experimental/i)
})

const cleanUpSlowly = `export function runCli() {
  const timer = setInterval(() => {}, 1000)
  return new Promise((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => {
      setTimeout(() => { console.log('cleaned up after ' + signal); clearInterval(timer); resolve(130) }, 300)
    })
    console.log(process.pid)
  })
}`

test.each([
  ['SIGINT', old],
  ['SIGTERM', old],
  ['SIGINT', []],
] as const)('after %s it waits until everything is cleaned up', async (signal, nodeArgs) => {
  install('out/main/cli.js', cleanUpSlowly)
  linkNodePackage()
  const { child, said } = start(nodeArgs)
  await said.next()
  child.kill(signal)
  expect((await said.next()).value).toBe(`cleaned up after ${signal}`)
  expect(await once(child, 'exit')).toEqual([130, null])
})

test('kill -9 of the script is kill -9 of the program that it started', async () => {
  install('out/main/cli.js', cleanUpSlowly)
  linkNodePackage()
  const { child, said } = start(old)
  const pid = Number((await said.next()).value)
  expect(pid).not.toBe(child.pid)
  child.kill('SIGKILL')
  await expect.poll(() => identifyProcess(pid)).toBeNull()
  expect((await said.next()).done).toBe(true)
})
