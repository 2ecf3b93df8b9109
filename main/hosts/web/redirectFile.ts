import { lstat, mkdtemp, readdir, rm, rmdir, unlink, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { codeLifetime } from './session.ts'

const folderPrefix = 'isoscope-open-'
const fileName = 'isoscope.html'

/** A page that sends the browser on to the URL with the one-time code: the file's path is no secret, a URL in a process's arguments would be. */
export interface RedirectFile {
  readonly path: string
  /** Idempotent. */
  remove(): Promise<void>
}

/** Makes a folder only the user can enter (0700, by mkdtemp) and in it the file only the user can read (0600). */
export async function writeRedirectFile(url: string, parent: string): Promise<RedirectFile> {
  const folder = await mkdtemp(join(parent, folderPrefix))
  const path = join(folder, fileName)
  await writeFile(path, renderRedirect(url), { mode: 0o600, flag: 'wx' })
  return { path, remove: () => rm(folder, { recursive: true, force: true }) }
}

/** Removes redirect files that a killed process of this user left. Takes only what looks in every way like ours and is too old to be in use. */
export async function removeStaleRedirects(parent: string, nowEpochMs: number): Promise<void> {
  for (const name of await readdir(parent)) {
    if (!/^isoscope-open-[A-Za-z0-9]{6}$/.test(name)) continue
    const folder = join(parent, name)
    try {
      const about = await lstat(folder)
      const isOurs = about.isDirectory() && (about.mode & 0o777) === 0o700 && about.uid === process.getuid?.()
      if (!isOurs || nowEpochMs - about.mtimeMs < codeLifetime) continue
      const content = await readdir(folder)
      if (content.some((file) => file !== fileName)) continue
      if (content.length > 0) await unlink(join(folder, fileName))
      await rmdir(folder)
    } catch {
      // Gone meanwhile, or not ours to remove.
    }
  }
}

function renderRedirect(url: string): string {
  const safe = url.replaceAll('&', '&amp;').replaceAll('"', '&quot;').replaceAll('<', '&lt;')
  return `<!doctype html>
<meta charset="utf-8">
<meta name="referrer" content="no-referrer">
<meta http-equiv="refresh" content="0; url=${safe}">
<title>Isoscope</title>
<p><a href="${safe}">Open Isoscope</a></p>
`
}
