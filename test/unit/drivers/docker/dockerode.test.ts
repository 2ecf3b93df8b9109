import { execFileSync } from 'node:child_process'
import { join } from 'node:path'
import { expect, test } from 'vitest'

const root = join(import.meta.dirname, '..', '..', '..', '..')

/** In a process of its own, where nothing else has loaded anything; prints what of the two is loaded, before and after a call. */
const program = `
  import { createRequire } from 'node:module'
  import { createDocker } from './main/drivers/docker/dockerode.ts'
  const { cache } = createRequire(import.meta.url)
  const loaded = () => ['grpc-js', 'ssh2'].filter((name) => Object.keys(cache).some((file) => file.includes('/' + name + '/lib/') || file.includes('/' + name + '/build/')))
  const docker = createDocker({ protocol: 'ssh', host: '127.0.0.1', port: 1, username: 'nobody' })
  const before = loaded()
  docker.ping().catch(() => undefined).finally(() => {
    console.log(JSON.stringify({ before, after: loaded() }))
    process.exit()
  })
`

test('ssh is loaded by the first call that needs it, and gRPC not at all by those that do not', () => {
  const args = ['--experimental-strip-types', '--no-warnings', '--input-type=module', '--eval', program]
  const answer = execFileSync(process.execPath, args, { cwd: root, encoding: 'utf8' })
  expect(JSON.parse(answer)).toEqual({ before: [], after: ['ssh2'] })
})
