/** Shared by the drivers venv and conda, which find environments in one walk. */

/** What an environment says of itself in its pyvenv.cfg; null for a line it lacks. */
export interface PyvenvConfig {
  /** Folder of the interpreter it was made from. */
  readonly home: string | null
  /** `version` of venv, `version_info` of virtualenv and uv, for example `3.11.2`. */
  readonly version: string | null
  /** The interpreter itself; Python 3.11 and later write it, and virtualenv. */
  readonly executable: string | null
  readonly prompt: string | null
  /** The program that made it, where it has signed: `virtualenv 20.17.1`, `uv 0.4.2`. Python's own venv does not. */
  readonly maker: string | null
}

/** Reads pyvenv.cfg as Python's site module does: `key = value`, keys in any case. https://docs.python.org/3/library/site.html */
export function parsePyvenvConfig(text: string): PyvenvConfig {
  const values = new Map<string, string>()
  for (const line of text.split(/\r?\n/)) {
    const equals = line.indexOf('=')
    if (equals > 0) values.set(line.slice(0, equals).trim().toLowerCase(), line.slice(equals + 1).trim())
  }
  const read = (key: string) => values.get(key) || null
  return {
    home: read('home'),
    version: readVersion(read('version') ?? read('version_info')),
    executable: read('executable') ?? read('base-executable'),
    // Written as a Python literal where one was asked for.
    prompt: read('prompt')?.replace(/^(['"])(.*)\1$/, '$2') ?? null,
    maker: readMaker('virtualenv', read('virtualenv')) ?? readMaker('uv', read('uv')),
  }
}

/** `virtualenv 20.17.1, Python 3.11.2 (/usr/bin/python3)`; what is not known is left out. */
export function describeOrigin({ version, executable, home, maker }: PyvenvConfig, isPipenv = false): string {
  const made = maker ?? 'venv'
  const origin = executable ?? home
  const python = version === null ? 'Python' : `Python ${version}`
  return `${isPipenv ? `pipenv with ${made}` : made}, ${origin === null ? python : `${python} (${origin})`}`
}

/** virtualenv writes `3.11.2.final.0`. */
function readVersion(text: string | null): string | null {
  return (
    /^\d+(\.\d+)*/
      .exec(text ?? '')?.[0]
      .replace(/\.$/, '')
      .split('.')
      .slice(0, 3)
      .join('.') ?? null
  )
}

/** Debian's virtualenv writes `20.17.1+ds`. */
function readMaker(name: string, text: string | null): string | null {
  const version = /^\d+(\.\d+)*/.exec(text ?? '')?.[0]
  return version === undefined ? null : `${name} ${version}`
}
