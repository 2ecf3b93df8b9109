import { basename, dirname, resolve } from 'node:path'
import type { ProjectRequest } from '../../../contract/projects.ts'
import type { OptionValues } from '../commandLine.ts'
import { withLongWork } from '../longWork.ts'
import { writeOut } from '../standardOutput.ts'
import { resolveFolder } from '../typedFile.ts'
import type { Verb } from '../verbs.ts'

const past = { up: 'up', down: 'down', start: 'started', stop: 'stopped', restart: 'restarted' } as const

function perform(
  values: OptionValues,
  root: string,
  request: ProjectRequest,
  approvedRoots: readonly string[] = [],
): Promise<number> {
  return withLongWork(
    root,
    async (client) => {
      const result = await client.projects.perform(request)
      const text = values.json ? JSON.stringify(result, null, 2) : `${result.name}: ${past[request.action]}`
      await writeOut(`${text}\n`)
      return 0
    },
    approvedRoots,
  )
}

export const upVerb: Verb = {
  name: 'up',
  summary: 'makes and starts what its file asks for',
  operands: ['FOLDER'],
  options: ['file', 'name', 'json'],
  run: async (values, root, [typed = '']) => {
    const folder = resolveFolder(typed)
    const file = typeof values.file === 'string' ? resolve(folder, values.file) : null
    const request = {
      action: 'up',
      technology: 'docker',
      // The file's own folder is where it is at home.
      folder: file === null ? folder : dirname(file),
      ...(file !== null && { file: basename(file) }),
      ...(typeof values.name === 'string' && { name: values.name }),
    } as const
    return perform(values, root, request, [request.folder])
  },
}

export const downVerb: Verb = {
  name: 'down',
  summary: 'stops and removes its containers and networks; its volumes stay',
  operands: ['PROJECT'],
  options: ['volumes', 'json'],
  run: (values, root, [name = '']) =>
    perform(values, root, { action: 'down', technology: 'docker', name, volumes: values.volumes === true }),
}

const createVerb = (action: 'start' | 'stop' | 'restart', summary: string): Verb => ({
  name: action,
  summary,
  operands: ['PROJECT'],
  options: ['json'],
  run: (values, root, [name = '']) => perform(values, root, { action, technology: 'docker', name }),
})

export const startVerb = createVerb('start', 'starts its containers, what others depend on first')
export const stopVerb = createVerb('stop', 'stops its containers, what others depend on last')
export const restartVerb = createVerb('restart', 'stops them and starts them again')
