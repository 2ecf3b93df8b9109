import { realpath } from 'node:fs/promises'
import { isAbsolute, join, relative, sep } from 'node:path'
import { EngineError } from '../../../model/engineError.ts'
import { explainUnreadable, openContextFile } from './openContextFile.ts'

/** The text of the file that says what is not sent: BuildKit prefers the one that is named after the Dockerfile. */
export async function readIgnoreText(
  folder: string | null,
  dockerfile: string | null,
  builder: 'classic' | 'buildkit',
): Promise<string | null> {
  if (folder === null) return null
  const own = builder === 'buildkit' && dockerfile !== null ? [`${dockerfile}.dockerignore`] : []
  for (const name of [...own, '.dockerignore']) {
    const text = await readIgnoreFile(folder, name)
    if (text !== null) return text
  }
  return null
}

const largest = 1_000_000

/**
 * null where there is none. Its text may go into the context as a list of patterns; so it is no file from outside, whose text would be
 * read out of the image then.
 */
async function readIgnoreFile(folder: string, name: string): Promise<string | null> {
  const file = await realpath(join(folder, name)).catch((error: unknown) => {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null
    throw explainUnreadable(name, error)
  })
  if (file === null) return null
  const way = relative(await realpath(folder), file)
  if (isAbsolute(way) || way.split(sep)[0] === '..') throw refuse(`${name} leads out of the folder.`)
  const handle = await openContextFile(file, name)
  try {
    if ((await handle.stat()).size > largest) throw refuse(`${name} is too large for a list of patterns.`)
    return await handle.readFile('utf8')
  } finally {
    await handle.close()
  }
}

function refuse(message: string): EngineError {
  return new EngineError('bad_input', 'docker', message, { remedy: { text: 'Put a list of its own there' } })
}
