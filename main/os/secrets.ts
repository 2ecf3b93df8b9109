/** Variables in which a user hands a secret to this program, and to no other. */
const secretVariables = ['ISOSCOPE_HUB_TOKEN'] as const
export type SecretVariable = (typeof secretVariables)[number]

const taken = new Map<SecretVariable, string>()

/**
 * Moves the secrets out of the environment of this process, so that nothing it starts is given them, in whatever way: engines,
 * openers, terminals, and what a library starts by itself. To be called before anything else is.
 */
export function takeSecrets(env: NodeJS.ProcessEnv): void {
  for (const name of secretVariables) {
    const value = env[name]
    if (value !== undefined) taken.set(name, value)
    delete env[name]
  }
}

/** As the user gave it; undefined where they gave none. */
export function readSecretVariable(name: SecretVariable): string | undefined {
  return taken.get(name)
}
