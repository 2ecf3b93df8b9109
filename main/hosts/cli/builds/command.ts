import type { Command } from '../commandLine.ts'
import { createCommandOfVerbs } from '../verbs.ts'
import { diffVerb } from './diff.ts'
import { listVerb } from './list.ts'
import { removeVerb } from './remove.ts'
import { showVerb } from './show.ts'

export const buildsCommand: Command = createCommandOfVerbs({
  name: 'builds',
  summary: 'Builds that were made here: their steps, what was cached, two compared',
  options: { json: { type: 'boolean', help: 'print JSON' } },
  verbs: [listVerb, showVerb, diffVerb, removeVerb],
  notes: "BUILD is an id, the beginning of one, or 'last'. 'isoscope image build' makes them; the last 300 are kept.",
})
