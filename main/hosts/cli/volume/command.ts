import type { Command } from '../commandLine.ts'
import { createCommandOfVerbs } from '../verbs.ts'
import { inspectVerb, listVerb } from './list.ts'
import { createVerb, removeVerb } from './make.ts'

export const volumeCommand: Command = createCommandOfVerbs({
  name: 'volume',
  summary: 'Volumes: lists them with their size and who uses them, creates and removes them',
  options: {
    driver: { type: 'string', placeholder: 'NAME', help: "of create: the volume's driver (local)" },
    label: { type: 'string', multiple: true, placeholder: 'NAME=VALUE', help: 'of create: may be repeated' },
    yes: { type: 'boolean', help: 'of rm: do not ask' },
    json: { type: 'boolean', help: 'print JSON' },
  },
  verbs: [listVerb, createVerb, inspectVerb, removeVerb],
  notes: `
The engine reads every volume to tell its size, which may take a while.
Exit code: 0 done, 1 it failed or the answer was no, 2 bad use, 130 interrupted.`,
})
