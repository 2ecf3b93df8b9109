/**
 * virtualenv --python PYTHON DIR
 * https://virtualenv.pypa.io/en/latest/cli_interface.html
 */
export function buildArgs(python: string, folder: string): readonly string[] {
  return ['--python', python, folder]
}
