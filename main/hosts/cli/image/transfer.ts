import type { TransferResult } from '../../../contract/registry.ts'
import { cleanText } from '../../../model/cleanText.ts'
import { parseReference } from '../../../model/images/imageReference.ts'
import { withLongWork } from '../longWork.ts'
import { withLogin } from '../registry/readLogin.ts'
import { writeOut } from '../standardOutput.ts'
import type { Verb } from '../verbs.ts'

export const pullVerb: Verb = {
  name: 'pull',
  summary: 'brings an image from its registry',
  operands: ['REFERENCE'],
  options: ['platform', 'username', 'password-stdin', 'json'],
  run: (values, root, [reference = '']) =>
    withLongWork(root, async (client, signal) => {
      const { registry } = parseReference(reference)
      const platform = values.platform === undefined ? {} : { platform: String(values.platform) }
      const result = await withLogin(values, registry, signal, (login) =>
        client.images.pull({ reference, ...platform, ...(login && { login }) }),
      )
      await tell(result, 'pulled', values.json === true)
      return 0
    }),
}

export const pushVerb: Verb = {
  name: 'push',
  summary: 'sends an image to the registry that its name begins with',
  operands: ['REFERENCE'],
  options: ['username', 'password-stdin', 'json'],
  run: (values, root, [reference = '']) =>
    withLongWork(root, async (client, signal) => {
      const { registry } = parseReference(reference)
      const result = await withLogin(values, registry, signal, (login) =>
        client.images.push({ reference, ...(login && { login }) }),
      )
      await tell(result, 'pushed', values.json === true)
      return 0
    }),
}

function tell(result: TransferResult, done: string, json: boolean): Promise<boolean> {
  if (json) return writeOut(`${JSON.stringify(result, null, 2)}\n`)
  const digest = result.digest === null ? '' : ` ${cleanText(result.digest)}`
  return writeOut(`${done} ${cleanText(result.reference)}${digest}\n`)
}
