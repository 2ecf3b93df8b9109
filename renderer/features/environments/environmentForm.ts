import type { z } from 'zod'
import {
  type CreateEnvironmentRequest,
  channelSchema,
  type EnvironmentFile,
  type EnvironmentMaker,
  type EnvironmentPlace,
  environmentPlaceSchema,
  type ImportEnvironmentRequest,
  packageSpecSchema,
  pythonVersionSchema,
} from '../../../main/contract/environment.ts'
import { instanceNamePattern, instanceNameRule } from '../../../main/contract/instanceName.ts'
import type { Checked, FieldErrors } from '../instances/useForm.ts'
import { readPackages, readWords } from './readWords.ts'

export interface PlaceDraft {
  readonly isFolder: boolean
  readonly name: string
  readonly folder: string
}

export interface FileDraft {
  readonly file: string
  readonly format: EnvironmentFile['format']
}

export interface EnvironmentDraft extends PlaceDraft, FileDraft {
  readonly origin: 'packages' | 'file'
  /** The maker's id. */
  readonly maker: string
  readonly python: string
  readonly packages: string
  readonly channels: string
}

export const emptyFile: FileDraft = { file: '', format: 'requirements' }

export const emptyPlace: PlaceDraft = { isFolder: false, name: '', folder: '' }

export const emptyEnvironment: Omit<EnvironmentDraft, 'maker'> = {
  ...emptyPlace,
  ...emptyFile,
  origin: 'packages',
  python: '',
  packages: '',
  channels: '',
}

export type EnvironmentRequest =
  | { readonly kind: 'create'; readonly request: CreateEnvironmentRequest }
  | { readonly kind: 'import'; readonly request: ImportEnvironmentRequest }

/** What the form asks for. `maker` is the one that is chosen: what it does not take is not sent, whatever was typed before. */
export function checkEnvironment(
  draft: EnvironmentDraft,
  maker: EnvironmentMaker,
): Checked<EnvironmentDraft, EnvironmentRequest> {
  const place = checkPlace(draft, maker.takes.includes('prefix'))
  const placeErrors = place.ok ? {} : place.errors
  const { technology, id } = maker
  if (draft.origin === 'file') {
    const file = checkFile(draft, technology, `Choose ${technology === 'venv' ? 'conda' : 'venv'}, or another file.`)
    if (!place.ok || !file.ok) return { ok: false, errors: { ...placeErrors, ...(file.ok ? {} : file.errors) } }
    const request = { technology, maker: id, place: place.request, file: file.request }
    return { ok: true, request: { kind: 'import', request } }
  }
  const takes = (what: EnvironmentMaker['takes'][number]) => maker.takes.includes(what)
  const python = takes('python') && draft.python.trim() !== '' ? draft.python.trim() : null
  const packages = takes('packages') ? readPackages(draft.packages) : []
  const channels = takes('channels') ? readWords(draft.channels) : []
  const errors = dropNone({
    ...placeErrors,
    python: python === null ? undefined : explainFirst(pythonVersionSchema, [python]),
    packages: explainPackages(packages, technology),
    channels: explainFirst(channelSchema, channels),
  })
  if (!place.ok || Object.keys(errors).length > 0) return { ok: false, errors }
  const spec = { place: place.request, maker: id, python, packages: [...packages], channels: [...channels] }
  return { ok: true, request: { kind: 'create', request: { technology, spec } } }
}

/** `remedy`: what can be done where the file is of another kind. */
export function checkFile(
  { file, format }: FileDraft,
  technology: EnvironmentMaker['technology'],
  remedy = 'Choose another file.',
): Checked<FileDraft, EnvironmentFile> {
  if (file.trim() === '') return { ok: false, errors: { file: 'Drop a file, choose one, or paste what is in it.' } }
  if (!isFormatOf(format, technology)) return { ok: false, errors: { file: `${explainFormat(technology)} ${remedy}` } }
  return { ok: true, request: { format, text: file } }
}

export function checkPlace(draft: PlaceDraft, takesFolder: boolean): Checked<PlaceDraft, EnvironmentPlace> {
  if (draft.isFolder && takesFolder) {
    const place = environmentPlaceSchema.safeParse({ prefix: draft.folder.trim() })
    if (place.success) return { ok: true, request: place.data }
    return { ok: false, errors: { folder: 'Give the whole path of a folder that does not exist yet, from / on.' } }
  }
  const name = draft.name.trim()
  if (instanceNamePattern.test(name)) return { ok: true, request: { name } }
  return { ok: false, errors: { name: name === '' ? 'Give it a name.' : instanceNameRule } }
}

/** What is wrong with the first of them that cannot be asked for. */
export function explainPackages(
  packages: readonly string[],
  technology: EnvironmentMaker['technology'],
): string | undefined {
  if (packages.length > 500) return 'These are more than 500 packages: put them into a file.'
  const strange = technology === 'venv' ? packages.find((spec) => /::|^[^=<>!~]*=[^=]/.test(spec)) : undefined
  if (strange !== undefined) return `pip does not understand ${strange}: write it like numpy==1.26 or numpy>=1.26.`
  return explainFirst(packageSpecSchema, packages)
}

export function isFormatOf(format: EnvironmentFile['format'], technology: EnvironmentMaker['technology']): boolean {
  return (format === 'requirements') === (technology === 'venv')
}

function explainFormat(technology: EnvironmentMaker['technology']): string {
  return technology === 'venv'
    ? 'This is a file of conda’s; pip installs from a requirements.txt.'
    : 'This is a requirements.txt; conda reads an environment.yml or an explicit list.'
}

function explainFirst(schema: z.ZodType, words: readonly string[]): string | undefined {
  for (const word of words) {
    const read = schema.safeParse(word)
    if (!read.success) return `${word}: ${read.error.issues[0]?.message ?? 'This cannot be asked for.'}`
  }
  return undefined
}

function dropNone<Draft>(errors: { readonly [Name in keyof Draft]?: string | undefined }): FieldErrors<Draft> {
  return Object.fromEntries(Object.entries(errors).filter(([, text]) => text !== undefined)) as FieldErrors<Draft>
}
