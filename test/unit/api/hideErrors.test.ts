import { MessageChannel, type MessagePort } from 'node:worker_threads'
import { createORPCClient, ORPCError } from '@orpc/client'
import { RPCLink } from '@orpc/client/message-port'
import type { ContractRouterClient } from '@orpc/contract'
import { RPCHandler } from '@orpc/server/message-port'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { hideErrors } from '../../../main/api/hideErrors.ts'
import { createTestRouter, secretPath, type testContract } from '../../support/testRouter.ts'

let log: string[]
let ports: readonly MessagePort[]
let client: ContractRouterClient<typeof testContract>

beforeEach(() => {
  log = []
  const { port1, port2 } = new MessageChannel()
  ports = [port1, port2]
  new RPCHandler(createTestRouter(), { clientInterceptors: [hideErrors((line) => log.push(line))] }).upgrade(port1)
  client = createORPCClient(new RPCLink({ port: port2 }))
  for (const port of ports) port.start()
})

afterEach(() => {
  for (const port of ports) port.close()
})

async function catchError(promise: Promise<unknown>): Promise<ORPCError<string, unknown>> {
  const error = await promise.then(
    () => null,
    (reason: unknown) => reason,
  )
  if (!(error instanceof ORPCError)) throw new Error(`not an error of the wire: ${String(error)}`)
  return error
}

async function drain(stream: Promise<AsyncIterable<unknown>>): Promise<void> {
  for await (const _ of await stream);
}

test('an answer passes unchanged', async () => {
  expect(await client.echo({ text: 'a' })).toBe('a')
  const numbers: number[] = []
  for await (const number of await client.count({ to: 3 })) numbers.push(number)
  expect(numbers).toEqual([1, 2, 3])
})

test('an error the contract declares passes with its data', async () => {
  const error = await catchError(client.fail({ how: 'declared' }))
  expect(error).toMatchObject({ code: 'ENGINE', defined: true, data: { message: 'Docker is off.' } })
  expect(log).toEqual([])
})

test.for(['thrown', 'undeclared', 'posing', 'output'] as const)(
  'an undeclared error (%s) is a code and an id',
  async (how) => {
    const error = await catchError(client.fail({ how }))
    expect(error.code).toBe('INTERNAL_SERVER_ERROR')
    expect(Object.keys(error.data as object)).toEqual(['id'])
    expect(JSON.stringify(error.toJSON())).not.toContain('secret')
    expect(log).toHaveLength(1)
    expect(log[0]).toContain((error.data as { id: string }).id)
    expect(log[0]).toContain('fail')
  },
)

test('the log has the stack and the cause that the page has not', async () => {
  await catchError(client.fail({ how: 'thrown' }))
  expect(log[0]).toContain(secretPath)
  expect(log[0]).toContain('testRouter.ts')
})

test('a wrong input is BAD_REQUEST and an id, and the log says what was wrong with it', async () => {
  const error = await catchError(client.echo({ text: 7 } as unknown as { text: string }))
  expect(error.code).toBe('BAD_REQUEST')
  expect(Object.keys(error.data as object)).toEqual(['id'])
  expect(log[0]).toContain('expected string')
})

test('an error in the middle of a stream is hidden too', async () => {
  const error = await catchError(drain(client.failStream({ declared: false })))
  expect(error.code).toBe('INTERNAL_SERVER_ERROR')
  expect(JSON.stringify(error.toJSON())).not.toContain('secret')
  expect(log[0]).toContain(secretPath)
})

test('a declared error in the middle of a stream passes', async () => {
  const error = await catchError(drain(client.failStream({ declared: true })))
  expect(error).toMatchObject({ code: 'ENGINE', data: { message: 'Docker is off.' } })
})
