import type { Command } from '../commandLine.ts'
import { createCommandOfVerbs } from '../verbs.ts'
import { buildOptions, buildVerb } from './build.ts'
import { diffVerb } from './diff.ts'
import { filesVerb } from './files.ts'
import { layersVerb } from './layers.ts'
import { listVerb } from './list.ts'

export const imageCommand: Command = createCommandOfVerbs({
  name: 'image',
  summary: 'Images: builds and lists them, shows their layers and what is in them, compares two',
  options: {
    layer: { type: 'string', placeholder: 'N', help: 'of files: which layer, 0 for the lowest (usual: the topmost)' },
    in: { type: 'string', placeholder: 'FOLDER', help: 'of files: what is in this folder' },
    ...buildOptions,
    json: { type: 'boolean', help: 'print JSON' },
  },
  verbs: [listVerb, layersVerb, filesVerb, diffVerb, buildVerb],
  notes: 'IMAGE is a name, or an id or the beginning of one.',
})
