/**
 * The variables every contender's program is given, whatever stands in the user's shell: nobody's PYTHONPATH,
 * LD_PRELOAD or PIP_INDEX_URL changes a figure. Recorded with every run.
 */
export const workloadVariables: Readonly<Record<string, string>> = {
  PATH: '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin',
  HOME: '/',
  LANG: 'C.UTF-8',
  TZ: 'UTC',
}
