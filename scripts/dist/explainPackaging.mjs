const network =
  /ENOTFOUND|EAI_AGAIN|ECONN|ETIMEDOUT|ENETUNREACH|HTTPError|Response code|socket|electron\/releases|cannot resolve/i

/**
 * Why nothing was packaged, in one line.
 *
 * @param {unknown} error
 * @param {Readonly<Record<string, string | undefined>>} env
 */
export function explainPackaging(error, env) {
  const [message = ''] = (error instanceof Error ? error.message : String(error)).split('\n', 1)
  if (/\bfpm\b.*ENOENT/.test(message))
    return `Not packaged: fpm, which makes deb and rpm, is not installed (${message}).`
  if (!network.test(message)) return `Not packaged: ${message}`
  if (!env.ELECTRON_OVERRIDE_DIST_PATH)
    return `Not packaged: Electron's binary could not be fetched (${message}). ELECTRON_OVERRIDE_DIST_PATH names an unpacked one.`
  return (
    `Not packaged: a tool of electron-builder could not be fetched (${message}). --dir needs none; ` +
    'for deb and rpm an fpm that is installed will do: USE_SYSTEM_FPM=true.'
  )
}
