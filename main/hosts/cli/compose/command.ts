import type { Command } from '../commandLine.ts'
import { logOptions } from '../logs/wishes.ts'
import { createCommandOfVerbs } from '../verbs.ts'
import { downVerb, restartVerb, startVerb, stopVerb, upVerb } from './act.ts'
import { listVerb } from './list.ts'
import { logsVerb } from './logs.ts'

const ofLogs = Object.fromEntries(
  Object.entries(logOptions).map(([name, option]) => [name, { ...option, help: `of logs: ${option.help}` }]),
)

export const composeCommand: Command = createCommandOfVerbs({
  name: 'compose',
  summary: 'Compose projects: lists them with their services, brings them up and down, shows their logs',
  options: {
    file: { type: 'string', placeholder: 'FILE', help: 'of up: the Compose file (the usual one in the folder)' },
    name: { type: 'string', placeholder: 'NAME', help: "of up: the project's name (as the file or folder has it)" },
    volumes: { type: 'boolean', help: 'of down: its volumes too, with what is in them' },
    service: { type: 'string', multiple: true, placeholder: 'NAME', help: 'of logs: only this one; may be repeated' },
    ...ofLogs,
    json: { type: 'boolean', help: 'print JSON' },
  },
  verbs: [listVerb, upVerb, downVerb, startVerb, stopVerb, restartVerb, logsVerb],
  notes: `
Logs without --tail and times begin with the last 100 lines of each container.
Projects are found by the labels of their containers. Only up needs docker compose or docker-compose.
Exit code: 0 done, 1 it failed, 2 bad use, 130 interrupted.`,
})
