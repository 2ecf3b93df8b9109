/**
 * Where releases are published and updates looked for: what GitHub's runner says, otherwise package.json.
 *
 * @param {Readonly<Record<string, string | undefined>>} env
 * @param {{ repository?: string | { url?: string } }} manifest
 * @returns {{ owner: string, repo: string } | null} null where neither names a repository on GitHub
 */
export function findRepository(env, manifest) {
  const named = typeof manifest.repository === 'string' ? manifest.repository : manifest.repository?.url
  const text = env.GITHUB_REPOSITORY || named || ''
  const found =
    /^(?:github:|(?:git\+)?(?:https|ssh):\/\/(?:git@)?github\.com\/|git@github\.com:)?([\w-]+)\/([\w.-]+?)(?:\.git)?$/.exec(
      text,
    )
  return found === null ? null : { owner: found[1], repo: found[2] }
}
