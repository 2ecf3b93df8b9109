import type { LogChunk } from '../../../contract/live.ts'
import type { Project } from '../../../contract/projects.ts'
import { cleanText } from '../../../model/cleanText.ts'
import { listOf, readInteger, UsageError } from '../commandLine.ts'
import { tellFailures } from '../engineFailures.ts'
import { interruptible } from '../interruption.ts'
import { keepColours } from '../logs.ts'
import { type Client, withClient } from '../session.ts'
import { writeOut } from '../standardOutput.ts'
import type { Verb } from '../verbs.ts'

const mostLines = 10_000

export const logsVerb: Verb = {
  name: 'logs',
  summary: 'prints what its containers have written, each line with its container',
  operands: ['PROJECT'],
  options: ['service', 'follow', 'tail', 'json'],
  run: (values, root, [name = '']) => {
    const options = { follow: values.follow === true, tail: readInteger(values, 'tail', 0, mostLines) ?? 100 }
    return withClient(root, (client) =>
      interruptible(async (signal) => {
        const containers = await choose(client, name, listOf(values.service), signal)
        const width = Math.max(...containers.map((one) => one.name.length))
        await Promise.all(
          containers.map(async (one) => {
            for await (const chunk of await client.instances.logs({ id: one.id, ...options }, { signal })) {
              await print(chunk, { name: one.name, width, json: values.json === true })
            }
          }),
        )
        return 0
      }),
    )
  },
}

async function choose(client: Client, name: string, wanted: readonly string[], signal: AbortSignal) {
  const { projects, failures } = await client.projects.list({}, { signal })
  tellFailures(failures)
  const project = projects.find((one) => one.name === name)
  if (!project) throw new UsageError(`there is no project '${cleanText(name)}'. 'isoscope compose ls' lists them.`)
  return chooseContainers(project, wanted)
}

/** Of all services where none is named. Throws UsageError. */
export function chooseContainers({ name, services }: Project, wanted: readonly string[]) {
  const strange = wanted.find((one) => !services.some((service) => service.name === one))
  if (strange !== undefined) {
    const known = services.map((service) => cleanText(service.name)).join(', ')
    throw new UsageError(`'${name}' has no service '${cleanText(strange)}': ${known}.`)
  }
  return services
    .filter((service) => wanted.length === 0 || wanted.includes(service.name))
    .flatMap(({ containers }) => containers)
}

async function print(
  { lines, dropped }: LogChunk,
  { name, width, json }: { readonly name: string; readonly width: number; readonly json: boolean },
): Promise<void> {
  if (dropped > 0) process.stderr.write(`isoscope: ${dropped} lines of ${cleanText(name)} came too fast.\n`)
  const prefix = `${cleanText(name).padEnd(width)} | `
  const isTerminal = process.stdout.isTTY === true
  const texts = lines.map((line) =>
    json ? JSON.stringify({ container: name, ...line }) : `${prefix}${isTerminal ? keepColours(line.text) : line.text}`,
  )
  await writeOut(texts.map((text) => `${text}\n`).join(''))
}
