import { eventIterator, oc } from '@orpc/contract'
import { implement, ORPCError } from '@orpc/server'
import { z } from 'zod'

/** What a secret of this machine looks like in an error: nothing of it may reach a page. */
export const secretPath = '/home/somebody/.secret/key.pem'

const errors = { ENGINE: { data: z.strictObject({ message: z.string() }) } }

export const testContract = {
  echo: oc
    .errors(errors)
    .input(z.strictObject({ text: z.string() }))
    .output(z.string()),
  count: oc
    .errors(errors)
    .input(z.strictObject({ to: z.int() }))
    .output(eventIterator(z.int())),
  fail: oc
    .errors(errors)
    .input(z.strictObject({ how: z.enum(['declared', 'thrown', 'undeclared', 'posing', 'output']) }))
    .output(z.string()),
  failStream: oc
    .errors(errors)
    .input(z.strictObject({ declared: z.boolean() }))
    .output(eventIterator(z.int())),
}

/** Every way a procedure can go wrong, behind a contract as small as it can be. */
export function createTestRouter() {
  const os = implement(testContract)
  return os.router({
    echo: os.echo.handler(({ input }) => input.text),
    count: os.count.handler(async function* ({ input }) {
      for (let number = 1; number <= input.to; number += 1) yield number
    }),
    fail: os.fail.handler(({ input, errors: declared }) => {
      if (input.how === 'declared') throw declared.ENGINE({ message: 'Said.', data: { message: 'Docker is off.' } })
      if (input.how === 'undeclared') throw new ORPCError('LEAK', { message: secretPath, data: { path: secretPath } })
      if (input.how === 'posing') {
        throw new ORPCError('ENGINE', { defined: true, message: secretPath, data: { path: secretPath } })
      }
      if (input.how === 'thrown') throw new Error(`ENOENT: ${secretPath}`)
      return { path: secretPath } as unknown as string
    }),
    failStream: os.failStream.handler(async function* ({ input, errors: declared }) {
      yield 1
      if (input.declared) throw declared.ENGINE({ message: 'Said.', data: { message: 'Docker is off.' } })
      throw new Error(`ENOENT: ${secretPath}`)
    }),
  })
}
