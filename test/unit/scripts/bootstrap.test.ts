import { spawnSync } from 'node:child_process'
import { join } from 'node:path'
import { expect, test } from 'vitest'

const script = join(import.meta.dirname, '..', '..', '..', 'scripts', 'bootstrap.mjs')

/** With no program to be found on PATH, and nothing installed. */
function runBootstrap(args: readonly string[], env: Readonly<Record<string, string>> = {}) {
  const isolated = { PATH: '', HOME: '/nonexistent', ISOSCOPE_NO_INSTALL: '1', ...env }
  const { status, stdout, stderr } = spawnSync(process.execPath, [script, ...args], { encoding: 'utf8', env: isolated })
  return { status, stdout, stderr }
}

test('an unknown command is bad use', () => {
  const { status, stdout, stderr } = runBootstrap(['destroy'])
  expect({ status, stdout }).toEqual({ status: 2, stdout: '' })
  expect(stderr).toBe('Usage: node scripts/bootstrap.mjs demo|start|test|bench [ARGS]\n')
})

test('what it may not install is printed as a command, and missing engines fail in CI, with nothing on stdout', () => {
  const { status, stdout, stderr } = runBootstrap(['test'], { CI: 'true' })
  expect({ status, stdout }).toEqual({ status: 1, stdout: '' })
  expect(stderr).toMatch(
    /^Missing: .*QEMU, qemu-img, mmdebstrap, Python venv, C compiler, Chromium, hyperfine, virtualenv, pipenv, JupyterHub, Docker registry, Docker Compose, Podman, cpio\. Not installed, because/m,
  )
  expect(stderr).toMatch(
    /^ {2}sudo apt-get update && sudo apt-get install --no-install-recommends .*qemu-utils mmdebstrap e2fsprogs python3-venv gcc libc6-dev chromium hyperfine virtualenv pipenv jupyterhub docker-registry docker-compose podman cpio$/m,
  )
  expect(stderr).toMatch(/^CI is set and these are missing: .*QEMU/m)
})
