import type { EngineStatus } from '../../contract/engine.ts'
import type { Command } from './commandLine.ts'
import { withClient } from './session.ts'

export const enginesCommand: Command = {
  name: 'engines',
  summary: 'Shows the state of each engine, and what to do about one that is missing or broken',
  options: { json: { type: 'boolean', help: 'print JSON' } },
  run: (values, root) =>
    withClient(root, async (client) => {
      const found: EngineStatus[] = []
      for await (const status of await client.engines.detect({})) found.push(status)
      found.sort((a, b) => (a.technology < b.technology ? -1 : 1))
      process.stdout.write(values.json ? `${JSON.stringify(found, null, 2)}\n` : found.map(describeEngine).join(''))
      return 0
    }),
}

function describeEngine(status: EngineStatus): string {
  const name = status.technology.padEnd(10)
  if (status.state === 'ready') {
    const facts = Object.entries(status.facts).map(([key, value]) => `${' '.repeat(12)}${key}: ${value}\n`)
    return `${name}  ready    ${status.version}\n${facts.join('')}`
  }
  const { text, command } = status.remedy
  return `${name}  ${status.state.padEnd(7)}  ${status.why}\n${' '.repeat(12)}${text}${command ? `: ${command}` : ''}\n`
}
