import { instanceNamePattern, instanceNameRule } from '../../../main/contract/instanceName.ts'
import { filePathSchema } from '../../../main/contract/machine.ts'

/** What a field says, or what is wrong with it. */
export type Reading<T> = { readonly value: T } | { readonly error: string }

/** Of a field that does not matter now. */
export const notAsked = { value: null } as const

type ValueOf<R> = Extract<R, { readonly value: unknown }>['value']
type Values<R> = { readonly [K in keyof R]: ValueOf<R[K]> }

/** All values, or what is wrong with which field. */
export function collect<R extends Readonly<Record<string, Reading<unknown>>>>(
  readings: R,
):
  | { readonly ok: true; readonly values: Values<R> }
  | { readonly ok: false; readonly errors: Readonly<Partial<Record<keyof R, string>>> } {
  const entries = Object.entries(readings)
  const wrong = entries.flatMap(([name, reading]) => ('error' in reading ? [[name, reading.error]] : []))
  if (wrong.length > 0) return { ok: false, errors: Object.fromEntries(wrong) }
  const values = entries.flatMap(([name, reading]) => ('value' in reading ? [[name, reading.value]] : []))
  return { ok: true, values: Object.fromEntries(values) }
}

interface Schema {
  safeParse(text: string): {
    readonly error?: { readonly issues: readonly { readonly message: string }[] } | undefined
  }
}

/** The text as it is where the contract takes it, or the contract's own words. */
export function readBy(schema: Schema, text: string): Reading<string> {
  const { error } = schema.safeParse(text)
  return error ? { error: error.issues[0]?.message ?? 'This cannot be.' } : { value: text }
}

export function readName(text: string): Reading<string> {
  const name = text.trim()
  return instanceNamePattern.test(name) ? { value: name } : { error: instanceNameRule }
}

export function readPath(text: string): Reading<string> {
  const path = text.trim()
  return path === ''
    ? { error: 'The whole path of the file, such as /home/you/disk.vdi.' }
    : readBy(filePathSchema, path)
}
