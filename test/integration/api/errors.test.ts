import { join } from 'node:path'
import { createORPCClient } from '@orpc/client'
import { RPCLink } from '@orpc/client/message-port'
import type { ContractRouterClient } from '@orpc/contract'
import { RPCHandler } from '@orpc/server/message-port'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { hideErrors } from '../../../main/api/hideErrors.ts'
import { type App, createApp } from '../../../main/app.ts'
import type { contract } from '../../../main/contract/contract.ts'
import { createHome, projectRoot } from '../../support/cli.ts'

/** The real router behind the doors' own error interceptor, over a real MessagePort. */
let home: ReturnType<typeof createHome>
let app: App
let ports: InstanceType<typeof MessageChannel>
let client: ContractRouterClient<typeof contract>
let logged: string[]

beforeEach(() => {
  home = createHome()
  logged = []
  app = createApp({
    env: { ...process.env, ISOSCOPE_HOME: home.path },
    platform: process.platform,
    root: projectRoot,
    lockPath: join(home.path, 'lock'),
    onError: () => undefined,
  })
  ports = new MessageChannel()
  new RPCHandler(app.router, { clientInterceptors: [hideErrors((line) => logged.push(line))] }).upgrade(ports.port1)
  ports.port1.start()
  client = createORPCClient(new RPCLink({ port: ports.port2 }))
  ports.port2.start()
})

afterEach(async () => {
  ports.port1.close()
  await app.close()
  home.remove()
})

it('an EngineError reaches the page whole, with its code, message and remedy', async () => {
  const run = client.runs.get({ id: '20260101T000000-abcdef' })
  await expect(run).rejects.toMatchObject({
    code: 'ENGINE',
    defined: true,
    data: { code: 'not_found', engine: 'isoscope', message: 'There is no run 20260101T000000-abcdef.' },
  })
})

it('an unknown contender is refused with the ones there are', async () => {
  const start = client.runs.start({ contenders: ['amiga'], profile: 'quick' })
  await expect(start).rejects.toMatchObject({ data: { code: 'bad_input', message: expect.stringContaining('docker') } })
})

it('input that does not fit the contract is refused and starts nothing', async () => {
  const request = { contenders: ['host'], profile: 'quick', shell: 'rm -rf /' }
  await expect(client.runs.start(request as never)).rejects.toMatchObject({ code: 'BAD_REQUEST' })
  expect(await client.runs.active({})).toEqual({ id: null })
})
