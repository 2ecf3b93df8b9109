import type { Command } from '../commandLine.ts'
import { createCommandOfVerbs } from '../verbs.ts'
import { loginVerb, logoutVerb } from './login.ts'
import { listVerb, manifestVerb, tagsVerb } from './read.ts'
import { loginNotes, loginOptions } from './readLogin.ts'

export const registryCommand: Command = createCommandOfVerbs({
  name: 'registry',
  summary: 'Registries of images: logs in and out, lists tags, shows what an image holds before it is pulled',
  options: { ...loginOptions, json: { type: 'boolean', help: 'print JSON' } },
  verbs: [listVerb, loginVerb, logoutVerb, tagsVerb, manifestVerb],
  notes: `
REGISTRY is an address such as quay.io or 127.0.0.1:5000. REPOSITORY: [REGISTRY/]NAME. REFERENCE: [REGISTRY/]NAME[:TAG].
${loginNotes.trimStart()}`,
})
