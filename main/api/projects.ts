import { existsSync, readFileSync, statSync } from 'node:fs'
import { basename, join } from 'node:path'
import type { Activity } from '../contract/activity.ts'
import type { ComposeTool, Project, ProjectRequest } from '../contract/projects.ts'
import type { ProjectFiles } from '../drivers/projects.ts'
import { EngineError } from '../model/engineError.ts'
import { chooseProjectName } from '../model/projectName.ts'
import { askAbility, requireAbility } from './abilities.ts'
import { type CommandGate, requireCommands, resolveApproved, resolveInApproved } from './commandGate.ts'
import type { Services } from './services.ts'

type Parts = Pick<Services, 'drivers' | 'activities' | 'commandGate'>

export async function listProjects({ drivers }: Parts, signal: AbortSignal) {
  const ask = { ask: listOf, nameOf: ({ name }: Project) => name }
  const [{ found, failures }, tool] = await Promise.all([
    askAbility(drivers, 'projects', ask, signal),
    findTool(drivers, signal),
  ])
  return { projects: found, tool, failures }
}

const listOf = (ability: { list(signal: AbortSignal): Promise<readonly Project[]> }, signal: AbortSignal) =>
  ability.list(signal)

function findTool(drivers: Parts['drivers'], signal: AbortSignal): Promise<ComposeTool> {
  const projects = drivers.find((driver) => driver.projects)?.projects
  if (projects) return projects.findTool(signal)
  throw new EngineError('unsupported', 'isoscope', 'No engine here has Compose projects.')
}

const titles = { up: 'Bring up', down: 'Take down', start: 'Start', stop: 'Stop', restart: 'Restart' } as const

/** As an activity; resolves with the project's name. */
export async function performOnProject(
  { drivers, activities, commandGate }: Parts,
  request: ProjectRequest,
): Promise<{ readonly activity: Activity; readonly name: string }> {
  const { technology, ability } = requireAbility(drivers, 'projects', request.technology)
  const project = request.action === 'up' ? admitProject(commandGate, request) : null
  const name = project?.name ?? (request.action === 'up' ? '' : request.name)
  const { activity } = await activities.perform({
    title: `${titles[request.action]} project ${name}`,
    action: request.action,
    // A project does one thing at a time.
    instance: `${technology}:project:${name}`,
    ticket: request.ticket,
    findTechnology: () => technology,
    work: ({ signal, onProgress }) =>
      request.action === 'up'
        ? ability.up(requireProject(project), onProgress, signal)
        : ability.act(request, onProgress, signal),
  })
  return { activity, name }
}

function requireProject(project: ProjectFiles | null): ProjectFiles {
  if (project) return project
  throw new EngineError('bad_input', 'isoscope', 'There is no Compose file.')
}

/** In the order in which Compose looks for them. https://docs.docker.com/compose/intro/compose-application-model/ */
const usualFiles = ['compose.yaml', 'compose.yml', 'docker-compose.yml', 'docker-compose.yaml']

/**
 * Each file by its canonical path, so that what was admitted is what is read: Compose itself would go on looking in the folders
 * above. Throws `permission_denied`, `bad_input`, `not_found`.
 */
function admitProject(gate: CommandGate, request: Extract<ProjectRequest, { readonly action: 'up' }>): ProjectFiles {
  requireCommands(gate)
  const folder = resolveApproved(gate, request.folder)
  if (folder === null) throw refuse('The folder is not there, or below no folder that was approved.')
  const file = request.file ?? usualFiles.find((one) => existsSync(join(folder, one)))
  if (file === undefined || !existsSync(join(folder, file))) {
    throw new EngineError('not_found', 'isoscope', `There is no ${file ?? 'Compose file'} in the folder.`, {
      remedy: { text: `It is called ${usualFiles.join(', ')}, or name yours` },
    })
  }
  const override = request.file === undefined ? file.replace(/\.ya?ml$/, '.override$&') : null
  const names = [file, ...(override !== null && existsSync(join(folder, override)) ? [override] : [])]
  const files = names.map((one) => {
    const canonical = resolveInApproved(gate, join(folder, one))
    if (canonical === null) throw refuse(`${one} leads out of the folders that were approved.`)
    if (!isText(canonical)) throw new EngineError('bad_input', 'isoscope', `${one} is no Compose file.`)
    return canonical
  })
  const name = chooseProjectName({
    given: request.name ?? null,
    composeFile: readText(files[0] ?? ''),
    variables: readText(resolveInApproved(gate, join(folder, '.env')) ?? ''),
    folder: basename(folder),
  })
  if (name === null) {
    throw new EngineError('bad_input', 'isoscope', 'The folder’s name is none for a project.', {
      remedy: { text: 'Give the project a name' },
    })
  }
  return { name, folder, files }
}

function refuse(message: string): EngineError {
  return new EngineError('bad_input', 'isoscope', message, {
    remedy: { text: 'Approve it when the app is started', command: 'isoscope serve --allow-commands --root DIR' },
  })
}

const largestText = 1_000_000

/** No pipe, which would hold up whoever reads it, and nothing that is too large for what people write. */
function isText(path: string): boolean {
  const stats = statSync(path, { throwIfNoEntry: false })
  return stats?.isFile() === true && stats.size <= largestText
}

/** Empty where it cannot be read: Compose says why. */
function readText(path: string): string {
  try {
    return isText(path) ? readFileSync(path, 'utf8') : ''
  } catch {
    return ''
  }
}
