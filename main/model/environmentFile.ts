import type { EnvironmentFile } from '../contract/environment.ts'

/** Which of them a file is: by what it is called, or where that says nothing, by what is in it. `fileName` null: a pasted one. */
export function readFormat(fileName: string | null, text: string): EnvironmentFile['format'] {
  if (fileName !== null && /\.ya?ml$/i.test(fileName)) return 'yml'
  if (/^@EXPLICIT\s*$/m.test(text)) return 'explicit'
  return fileName === null && /^(?:name|channels|dependencies)\s*:/m.test(text) ? 'yml' : 'requirements'
}

/** What the file calls its environment, or what the file is called; null where neither says anything. */
export function findEnvironmentName({ format, text }: EnvironmentFile, fileName: string | null): string | null {
  const named = format === 'yml' ? /^name:\s*['"]?([\w.-]+)['"]?\s*$/m.exec(text)?.[1] : undefined
  return named ?? (fileName?.replace(/\.\w+$/, '') || null)
}
