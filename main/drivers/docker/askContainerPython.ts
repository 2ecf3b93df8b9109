import { EngineError } from '../../model/engineError.ts'
import type { RunContext } from '../contender.ts'
import type { ContainerSpec } from './container.ts'
import { type LaunchTools, launchContainer } from './launch.ts'
import { nameRunContainer } from './runContainer.ts'

/** The interpreter as it is in an image. */
export interface ContainerPython {
  /** Its real path, so that no link is followed at every start. */
  readonly path: string
  /** For example `3.11.2`. */
  readonly version: string
}

const question = `
import json, os, sys
print('ISOSCOPE READY')
print(json.dumps({'isoscope': 'done', 'mode': 'interpreter', 'path': os.path.realpath(sys.executable),
                  'version': '%d.%d.%d' % sys.version_info[:3]}, separators=(',', ':')))
`

/** Starts it once in a container: also the proof that it runs. Rejects with EngineError; the container is gone then too. */
export async function askContainerPython(
  tools: LaunchTools,
  { runId }: Pick<RunContext, 'runId'>,
  base: Pick<ContainerSpec, 'image' | 'variables' | 'labels'>,
  program: string,
  signal: AbortSignal,
): Promise<ContainerPython> {
  const spec = { ...base, name: nameRunContainer(runId, 0), program, args: ['-I', '-u', '-c', question] }
  const instance = await launchContainer(tools, spec, signal)
  try {
    const answer = (await instance.waitForReports('interpreter', signal)).at(-1)?.line
    const { path, version } = answer ?? {}
    if (typeof path === 'string' && typeof version === 'string') return { path, version }
    throw new EngineError('bad_output', 'docker', 'The image’s Python did not say what it is.')
  } finally {
    await instance.remove()
  }
}
