import { projectNamePattern } from '../contract/projectName.ts'

interface Sources {
  readonly given: string | null
  /** The text of the Compose file. */
  readonly composeFile: string
  /** The text of `.env` beside it. */
  readonly variables: string
  /** What the folder is called. */
  readonly folder: string
}

/**
 * What Compose would call the project, so that both mean the same one; null where nothing is left of the folder's name.
 * https://docs.docker.com/compose/how-tos/project-name/: `-p`, COMPOSE_PROJECT_NAME, `name:`, the folder.
 */
export function chooseProjectName({ given, composeFile, variables, folder }: Sources): string | null {
  const fromVariables = /^COMPOSE_PROJECT_NAME=["']?([^"'\s]+)["']?\s*$/m.exec(variables)?.[1]
  const fromFile = /^name:[ \t]*["']?([^"'\s#]+)["']?[ \t]*(?:#.*)?$/m.exec(composeFile)?.[1]
  const names = [given, fromVariables, fromFile, normaliseName(folder)]
  return names.find((name) => typeof name === 'string' && projectNamePattern.test(name)) ?? null
}

/** As both versions of Compose make one of a folder's name. */
export function normaliseName(folder: string): string {
  return folder
    .toLowerCase()
    .replace(/[^a-z0-9_-]/g, '')
    .replace(/^[_-]+/, '')
    .slice(0, 63)
}
