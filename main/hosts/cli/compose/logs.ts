import type { LogChunk } from '../../../contract/live.ts'
import type { Project } from '../../../contract/projects.ts'
import { cleanText } from '../../../model/cleanText.ts'
import { listOf, UsageError } from '../commandLine.ts'
import { tellFailures } from '../engineFailures.ts'
import { interruptible } from '../interruption.ts'
import { createLineRenderer } from '../logs/renderLine.ts'
import { logOptions, readLogWishes } from '../logs/wishes.ts'
import { type Client, withClient } from '../session.ts'
import { writeOut } from '../standardOutput.ts'
import type { Verb } from '../verbs.ts'

export const logsVerb: Verb = {
  name: 'logs',
  summary: 'prints what its containers have written, each line with its container',
  operands: ['PROJECT'],
  options: ['service', ...Object.keys(logOptions)],
  run: (values, root, [name = '']) => {
    const { range, look, json } = readLogWishes(values, 100, Date.now())
    const render = createLineRenderer(look)
    return withClient(root, (client) =>
      interruptible(async (signal) => {
        const containers = await choose(client, name, listOf(values.service), signal)
        const width = Math.max(...containers.map((one) => one.name.length))
        await Promise.all(
          containers.map(async (one) => {
            for await (const chunk of await client.instances.logs({ id: one.id, ...range }, { signal })) {
              await print(chunk, { name: one.name, width, json, render })
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

interface PrintOptions {
  readonly name: string
  readonly width: number
  readonly json: boolean
  readonly render: ReturnType<typeof createLineRenderer>
}

async function print({ lines, dropped }: LogChunk, { name, width, json, render }: PrintOptions): Promise<void> {
  if (dropped > 0) process.stderr.write(`isoscope: ${dropped} lines of ${cleanText(name)} came too fast.\n`)
  const prefix = `${cleanText(name).padEnd(width)} | `
  const isTerminal = process.stdout.isTTY === true && !json
  const texts = lines.flatMap((line) => {
    const text = render(line, isTerminal)
    if (text === null) return []
    return `${json ? JSON.stringify({ container: name, ...line }) : `${prefix}${text}`}\n`
  })
  await writeOut(texts.join(''))
}
