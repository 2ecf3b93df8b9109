import { parseRegistryAddress } from '../../../drivers/docker/registry/address.ts'
import { cleanText } from '../../../model/cleanText.ts'
import { interruptible } from '../interruption.ts'
import { withClient } from '../session.ts'
import { writeOut } from '../standardOutput.ts'
import type { Verb } from '../verbs.ts'
import { readLogin } from './readLogin.ts'

export const loginVerb: Verb = {
  name: 'login',
  summary: 'asks the registry with a name and a password, and keeps them where Docker keeps its own',
  operands: ['REGISTRY'],
  options: ['username', 'password-stdin', 'json'],
  run: (values, root, [text = '']) =>
    withClient(root, (client) =>
      interruptible(async (signal) => {
        // Before the user types a secret for it.
        const { address } = parseRegistryAddress(text)
        const login = await readLogin(values, address, signal)
        if (login === null) return 1
        const result = await client.registries.login({ address, ...login }, { signal })
        if (values.json) await writeOut(`${JSON.stringify(result, null, 2)}\n`)
        else await writeOut(`logged in to ${cleanText(result.address)} as ${cleanText(result.username)}\n`)
        process.stderr.write(
          result.place === 'memory'
            ? 'The registry takes it, but nothing here keeps it: Docker’s config.json names no credential helper. Pull and push ask for it.\n'
            : `It is kept ${result.keeping}.\n`,
        )
        return 0
      }),
    ),
}

export const logoutVerb: Verb = {
  name: 'logout',
  summary: 'erases the login',
  operands: ['REGISTRY'],
  options: ['json'],
  run: (values, root, [address = '']) =>
    withClient(root, async (client) => {
      const result = await client.registries.logout({ address })
      if (values.json) await writeOut(`${JSON.stringify(result, null, 2)}\n`)
      else
        await writeOut(
          result.erased
            ? `logged out of ${cleanText(address)}\n`
            : `no login at ${cleanText(address)} was kept by Isoscope\n`,
        )
      if (result.left !== null) process.stderr.write(`${result.left}\n`)
      return 0
    }),
}
