import type { z } from 'zod'
import { type BuildArgument, type BuildRequest, buildRequestSchema } from '../../../../main/contract/build.ts'
import type { Technology } from '../../../../main/contract/technology.ts'
import type { Checked } from '../../instances/useForm.ts'

export interface BuildDraft {
  readonly folder: string
  /** Whether the Dockerfile is written here and not taken from the folder. */
  readonly isWritten: boolean
  readonly file: string
  readonly text: string
  /** Names, with spaces between them. */
  readonly tags: string
  /** One on each line: `NAME=value`. */
  readonly arguments: string
  readonly target: string
  readonly platform: string
  readonly builder: 'usual' | 'classic' | 'buildkit'
  readonly noCache: boolean
  readonly pull: boolean
}

export const emptyBuild: BuildDraft = {
  folder: '',
  isWritten: false,
  file: 'Dockerfile',
  text: 'FROM alpine\nRUN echo "hello" > /hello\nCMD ["cat", "/hello"]\n',
  tags: '',
  arguments: '',
  target: '',
  platform: '',
  builder: 'usual',
  noCache: false,
  pull: false,
}

type Errors = { -readonly [Name in keyof BuildDraft]?: string }

/** Pure. */
export function checkBuild(draft: BuildDraft, technology: Technology): Checked<BuildDraft, BuildRequest> {
  const errors: Errors = {}
  const folder = draft.folder.trim()
  if (folder === '' && !draft.isWritten) errors.folder = 'Say which folder, or write the Dockerfile here.'
  if (draft.isWritten && draft.text.trim() === '') errors.text = 'The Dockerfile is empty.'
  const given = readArguments(draft.arguments)
  if (given === null) errors.arguments = 'One on each line, written as NAME=value.'
  const request = {
    technology,
    folder: folder === '' ? null : folder,
    dockerfile: draft.isWritten
      ? { kind: 'text' as const, text: draft.text }
      : { kind: 'file' as const, path: draft.file.trim() || 'Dockerfile' },
    tags: draft.tags.split(/[\s,]+/).filter((tag) => tag !== ''),
    arguments: given ?? [],
    ...(draft.target.trim() !== '' && { target: draft.target.trim() }),
    ...(draft.platform.trim() !== '' && { platform: draft.platform.trim() }),
    ...(draft.builder !== 'usual' && { builder: draft.builder }),
    noCache: draft.noCache,
    pull: draft.pull,
  }
  const parsed = buildRequestSchema.safeParse(request)
  if (!parsed.success) addIssues(errors, parsed.error.issues)
  return parsed.success && Object.keys(errors).length === 0 ? { ok: true, request: parsed.data } : { ok: false, errors }
}

const fields: readonly (keyof BuildDraft)[] = ['folder', 'tags', 'arguments', 'target', 'platform']

function addIssues(errors: Errors, issues: readonly z.core.$ZodIssue[]): void {
  for (const { path, message } of issues) {
    const field = fields.find((name) => name === path[0])
    if (field !== undefined) errors[field] ??= message
  }
}

/** Null where a line is none. */
function readArguments(text: string): BuildArgument[] | null {
  const lines = text.split('\n').filter((line) => line.trim() !== '')
  const read = lines.map((line) => {
    const at = line.indexOf('=')
    return at < 1 ? null : { name: line.slice(0, at).trim(), value: line.slice(at + 1) }
  })
  return read.every((one) => one !== null) ? read : null
}
