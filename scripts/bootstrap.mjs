// node scripts/bootstrap.mjs demo|start|test|bench [ARGS]: the first command on a fresh clone. Plain Node >= 20.19
// without dependencies: brings dependencies, engines, the probe and the app, then runs the command with Node 24.
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { buildProbe } from './build-probe.mjs'
import { buildApp } from './setup/app.mjs'
import { runInForeground } from './setup/child.mjs'
import { installDependencies } from './setup/dependencies.mjs'
import { demandInCi, startDockerd } from './setup/dockerd.mjs'
import { installEngines } from './setup/engines.mjs'
import { findNpm, projectEnv, projectNode } from './setup/programs.mjs'
import { SetupError, say, timePhase } from './setup/say.mjs'
import { unpackVirtualBox } from './setup/virtualbox.mjs'

const root = fileURLToPath(new URL('..', import.meta.url))
const commands = { demo: runDemo, start: runStart, test: runTests, bench: runBench }

const [command, ...args] = process.argv.slice(2)
if (!Object.hasOwn(commands, command ?? '')) {
  say('Usage: node scripts/bootstrap.mjs demo|start|test|bench [ARGS]')
  process.exitCode = 2
} else {
  try {
    const startedAt = performance.now()
    await prepare(command)
    say(`Ready after ${((performance.now() - startedAt) / 1000).toFixed(1)} s.`)
    process.exitCode = await commands[command](args)
  } catch (error) {
    say(error instanceof SetupError ? error.message : String(error?.stack ?? error))
    process.exitCode = 1
  }
}

async function prepare(command) {
  await installDependencies(root)
  const missing = await installEngines(command)
  if (!(await startDockerd()) && !missing.includes('Docker')) missing.push('a Docker daemon that answers')
  if (command === 'test' && !missing.includes('VirtualBox') && !(await unpackVirtualBox(root))) {
    missing.push('VirtualBox')
  }
  if (command !== 'start') demandInCi(missing)
  if (missing.length > 0) say(`Going on without: ${missing.join(', ')}.`)
  await timePhase('Building the probe', buildProbeOrKeep)
  if (command !== 'bench') await buildApp(root)
}

/** Without a compiler, programs built earlier do. */
function buildProbeOrKeep() {
  try {
    buildProbe()
  } catch (error) {
    const built = ['probe', 'launch'].map((name) => join(root, 'build', 'probe', name))
    if (!built.every((path) => existsSync(path))) throw new SetupError(error.message)
    say(`Using the probe that is here: ${error.message}`)
  }
}

function runDemo(args) {
  const demo = ['compare', '--contenders', 'host,venv,docker,qemu', '--profile', 'quick', ...args]
  return runWithNode([join(root, 'bin', 'isoscope.mjs'), ...demo], { lifeline: true })
}

function runStart(args) {
  return runWithNode([join(root, 'scripts', 'start.mjs'), ...args])
}

function runBench(args) {
  return runWithNode([join(root, 'test', 'bench', 'main.ts'), ...args])
}

/** What `npm run lint` finds fails before the tests. The last line on stdout is the count of the tests. */
async function runTests(args) {
  const [npm, ...first] = findNpm()
  const lint = await runInForeground(npm, [...first, 'run', '--silent', 'lint'], { cwd: root, env: projectEnv(root) })
  if (lint !== 0) {
    say('Lint failed: the tests were not run.')
    return lint
  }
  const reporters = ['--reporter=default', `--reporter=${join(root, 'test', 'support', 'countReporter.ts')}`]
  const vitest = [join(root, 'node_modules', 'vitest', 'vitest.mjs'), 'run', '--root', root]
  return runWithNode([...vitest, ...reporters, ...args])
}

function runWithNode(args, options = {}) {
  return runInForeground(projectNode(root), args, { env: projectEnv(root), ...options })
}
