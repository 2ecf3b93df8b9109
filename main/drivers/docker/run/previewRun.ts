import { z } from 'zod'
import type { RunPreview } from '../../../contract/container.ts'
import type { ErrorData } from '../../../contract/errors.ts'
import { EngineError } from '../../../model/engineError.ts'
import type { RunOrder } from '../../containers.ts'
import { callDocker, type DockerClient } from '../client.ts'
import { hasStatus } from '../errors.ts'
import { parseAnswer } from '../imageHistory.ts'
import { describeDockerRun } from './dockerCommand.ts'
import { describeMissingImage, describeNoProgram } from './explainRun.ts'
import { resolveProgram } from './resolveProgram.ts'

const wordsSchema = z
  .union([z.array(z.string()), z.string().transform((word) => [word]), z.null()])
  .optional()
  .transform((words) => words ?? [])

/** What is read of GET /images/NAME/json, "ImageInspect". */
const imageSchema = z.object({
  Config: z
    .object({
      Entrypoint: wordsSchema,
      Cmd: wordsSchema,
      User: z.string().nullish(),
      WorkingDir: z.string().nullish(),
      ExposedPorts: z.record(z.string(), z.unknown()).nullish(),
    })
    .nullish(),
})
export type PreviewedImage = z.infer<typeof imageSchema>

export async function previewRun(client: DockerClient, order: RunOrder, signal: AbortSignal): Promise<RunPreview> {
  return describeRun(order, await readImage(client, order.spec.image, signal))
}

/** Pure. `image` is null where it is not here. */
export function describeRun({ spec, name }: RunOrder, image: PreviewedImage | null): RunPreview {
  const { Entrypoint = [], Cmd = [], User, WorkingDir, ExposedPorts } = image?.Config ?? {}
  const { entrypoint, command } = resolveProgram(spec, { entrypoint: Entrypoint, command: Cmd })
  const program = [...entrypoint.words, ...command.words]
  const isKnown = image !== null || entrypoint.from === 'request'
  const why = image === null ? describeMissingImage(spec.image) : program.length === 0 ? describeNoProgram() : null
  return {
    program: isKnown ? program : null,
    entrypoint,
    command,
    user: spec.user ?? (User || 'root'),
    directory: spec.directory ?? (WorkingDir || '/'),
    exposed: Object.keys(ExposedPorts ?? {}),
    problem: why === null ? null : toData(why),
    dockerCommand: [...describeDockerRun(spec, name)],
  }
}

function toData({ code, message, remedy }: ReturnType<typeof describeNoProgram>): ErrorData {
  return new EngineError(code, 'docker', message, remedy ? { remedy } : {}).toData()
}

/** null when there is no such image. */
async function readImage(client: DockerClient, name: string, signal: AbortSignal): Promise<PreviewedImage | null> {
  try {
    return parseAnswer(imageSchema, await callDocker(client, (docker) => docker.getImage(name).inspect(), { signal }))
  } catch (error) {
    if (hasStatus(error, 404)) return null
    throw error
  }
}
