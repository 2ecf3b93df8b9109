export interface KnownRegistry {
  readonly address: string
  readonly title: string
  /** What logging in takes there beside a name and a password; null where it is that. */
  readonly hint: string | null
}

/** Those everybody knows. Those of one customer's own have addresses of their own, and are known by their endings. */
export const knownRegistries: readonly KnownRegistry[] = [
  { address: 'docker.io', title: 'Docker Hub', hint: null },
  { address: 'quay.io', title: 'Quay', hint: null },
  {
    address: 'ghcr.io',
    title: 'GitHub',
    hint: 'The password is a personal access token with read:packages or write:packages.',
  },
  { address: 'gcr.io', title: 'Google', hint: googleHint() },
  { address: 'public.ecr.aws', title: 'Amazon', hint: amazonHint() },
]

const kinds: readonly (readonly [RegExp, Omit<KnownRegistry, 'address'>])[] = [
  [/(^|\.)gcr\.io$|-docker\.pkg\.dev$/, { title: 'Google', hint: googleHint() }],
  [/\.dkr\.ecr(-fips)?\.[a-z0-9-]+\.amazonaws\.com(\.cn)?$/, { title: 'Amazon', hint: amazonHint() }],
]

/** Any address: what is known of it by name or by kind. */
export function describeRegistry(address: string): KnownRegistry {
  const known = knownRegistries.find((one) => one.address === address)
  if (known) return known
  const kind = kinds.find(([pattern]) => pattern.test(address))?.[1]
  return { address, title: kind?.title ?? address, hint: kind?.hint ?? null }
}

function googleHint(): string {
  return 'The user name is oauth2accesstoken; the password is what `gcloud auth print-access-token` prints.'
}

function amazonHint(): string {
  return 'The user name is AWS; the password is what `aws ecr get-login-password` prints, for twelve hours.'
}
