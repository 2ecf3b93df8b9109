import { cleanText } from '../../../model/cleanText.ts'
import { EngineError } from '../../../model/engineError.ts'
import { createLineCutter } from '../../../os/lines.ts'
import { runProgram } from '../../../os/run.ts'
import { runProgramTree } from '../../../os/runTree.ts'
import type { DriverDeps } from '../../driver.ts'
import type { OnProgress } from '../../onProgress.ts'
import type { ProjectFiles } from '../../projects.ts'
import type { DockerClient } from '../client.ts'
import { readHostFacts } from '../connect.ts'
import { remedyToInstallCompose } from '../remedies.ts'
import { findComposeTool } from './findTool.ts'

const upDeadline = 3_600_000

/**
 * docker compose --ansi never --project-name NAME --file FILE up --detach
 * https://docs.docker.com/reference/cli/docker/compose/up/; version 1.28 and later take the same.
 */
export function buildUpArgs({ name, files }: Pick<ProjectFiles, 'name' | 'files'>): readonly string[] {
  const named = files.flatMap((file) => ['--file', file])
  return ['--ansi', 'never', '--project-name', name, ...named, 'up', '--detach']
}

/** An abort ends the program with its children; what it has made by then is in the project. */
export async function bringUp(
  deps: DriverDeps,
  client: DockerClient,
  project: ProjectFiles,
  onProgress: OnProgress,
  signal: AbortSignal,
): Promise<void> {
  onProgress({ step: 'looking for Compose', share: null })
  const tool = await findComposeTool(deps, signal)
  if (!tool) {
    throw new EngineError('not_installed', 'docker', 'Neither docker compose nor docker-compose is installed.', {
      remedy: remedyToInstallCompose(readHostFacts(deps.platform)),
    })
  }
  const args = [...tool.leading, ...buildUpArgs(project)]
  const options = {
    engine: 'docker',
    env: buildComposeVariables(deps.env, client.endpoint),
    cwd: project.folder,
    timeout: upDeadline,
    signal,
    onOutput: tellSteps(onProgress),
  }
  try {
    await (deps.platform === 'win32'
      ? runProgram(tool.path, args, options)
      : runProgramTree(deps.tools.launch, tool.path, args, options))
  } catch (error) {
    throw explainFailure(error, project.name)
  }
}

/** What says which file, project or daemon is meant we say ourselves; what a program loads is not the shell's affair. */
const unwanted =
  /^(COMPOSE_(FILE|PROJECT_NAME|PATH_SEPARATOR|PROFILES)|DOCKER_(HOST|CONTEXT|TLS_VERIFY|TLS|CERT_PATH)|PYTHON\w*|LD_\w+)$/

/** The rest is the user's own, since a Compose file may ask for any variable. */
export function buildComposeVariables(
  env: DriverDeps['env'],
  { url, tls }: DockerClient['endpoint'],
): Readonly<Record<string, string | undefined>> {
  return {
    ...Object.fromEntries(Object.entries(env).filter(([name]) => !unwanted.test(name))),
    DOCKER_HOST: url,
    ...(tls?.folder && { DOCKER_TLS_VERIFY: '1', DOCKER_CERT_PATH: tls.folder }),
  }
}

const longestLine = 4_096

/** Compose tells what it does line by line, version 1 with a carriage return before the line feed. */
export function tellSteps(onProgress: OnProgress): (stream: 'stdout' | 'stderr', chunk: Buffer) => void {
  const cutters = { stdout: createLineCutter(longestLine), stderr: createLineCutter(longestLine) }
  return (stream, chunk) => {
    for (const { bytes } of cutters[stream].push(chunk)) {
      const step = cleanText(bytes.toString('utf8')).trim()
      if (step !== '') onProgress({ step: step.slice(0, 200), share: null })
    }
  }
}

function explainFailure(error: unknown, name: string): unknown {
  if (!(error instanceof EngineError) || error.code !== 'engine_failed') return error
  return new EngineError('engine_failed', 'docker', `Compose could not bring ${name} up.`, {
    remedy: { text: 'The last lines say at what; what was made before is in the project, and goes with down' },
    cause: error,
    ...(error.detail !== undefined && { detail: error.detail }),
  })
}
