import type { ComposeTool, Project, ProjectRequest } from '../contract/projects.ts'
import type { OnProgress } from './onProgress.ts'

/** `files`: canonical paths, the first of them in the folder where the program is run. */
export interface ProjectFiles {
  readonly name: string
  readonly folder: string
  readonly files: readonly string[]
}

type OnProject = Exclude<ProjectRequest, { readonly action: 'up' }>

/** Compose projects. Each call rejects with EngineError: `not_found`, `cancelled`. */
export interface Projects {
  list(signal: AbortSignal): Promise<readonly Project[]>
  /** MUST NOT reject: that there is none is an answer. */
  findTool(signal: AbortSignal): Promise<ComposeTool>
  /** `not_installed`. What it has made before it fails or is aborted stays, and is in the list. */
  up(project: ProjectFiles, onProgress: OnProgress, signal: AbortSignal): Promise<void>
  /** One that runs already is started, and one that is stopped is stopped, without an error. */
  act(request: OnProject, onProgress: OnProgress, signal: AbortSignal): Promise<void>
}
