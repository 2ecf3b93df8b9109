type Env = Readonly<Record<string, string | undefined>>

/** Where the user's programs find their settings, proxies and certificates. */
const wanted =
  /^(PATH|HOME|USER|LOGNAME|LANG|LC_\w+|TMPDIR|TEMP|TMP|XDG_\w+|SystemRoot|USERPROFILE|APPDATA|LOCALAPPDATA|(https?|no|all)_proxy|(HTTPS?|NO|ALL)_PROXY|SSL_CERT_(FILE|DIR)|REQUESTS_CA_BUNDLE|CURL_CA_BUNDLE|CONDARC|(CONDA|MAMBA|PIP|VIRTUALENV|PIPENV|PYENV)_\w+|WORKON_HOME)$/

/** Which environment the shell is in is not where ours is to be. */
const unwanted =
  /^(CONDA_(PREFIX|SHLVL|DEFAULT_ENV|PROMPT_MODIFIER)\w*|PIPENV_(ACTIVE|VENV_IN_PROJECT)|PIP_(REQUIRE_VIRTUALENV|TARGET|PREFIX|USER))$/

/**
 * What programs that make the user's own environments are given: the user's configuration of them, and nothing that
 * changes what Python loads (PYTHONPATH, LD_PRELOAD) or which environment is meant.
 */
export function selectToolVariables(env: Env): Readonly<Record<string, string | undefined>> {
  return Object.fromEntries(Object.entries(env).filter(([name]) => wanted.test(name) && !unwanted.test(name)))
}
