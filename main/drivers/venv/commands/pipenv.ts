/**
 * WORKON_HOME=FOLDER PIPENV_CUSTOM_VENV_NAME=NAME PIPENV_PIPFILE=FILE pipenv --python PYTHON
 * https://pipenv.pypa.io/en/latest/configuration.html
 *
 * It makes an environment for a project, which is the folder of a Pipfile: here that of the environment itself, so that
 * nothing of it stands anywhere else. The Pipfile has to be there.
 */
import { basename, dirname, join } from 'node:path'

export function buildArgs(python: string): readonly string[] {
  return ['--python', python]
}

export function buildVariables(folder: string): Readonly<Record<string, string>> {
  return {
    WORKON_HOME: dirname(folder),
    PIPENV_CUSTOM_VENV_NAME: basename(folder),
    PIPENV_PIPFILE: join(folder, 'Pipfile'),
    PIPENV_IGNORE_VIRTUALENVS: '1',
    PIPENV_NOSPIN: '1',
    PIPENV_YES: '1',
  }
}
