import type { AuthConfig } from 'dockerode'
import type { Login } from '../../imageTransfer.ts'
import type { RegistryAddress } from './address.ts'

/** What goes to the engine in the header X-Registry-Auth, and nowhere else. Without a login the header must be there too. */
export function toAuthConfig(login: Login | null, { credentialKey }: RegistryAddress): AuthConfig {
  const config =
    login === null
      ? {}
      : login.kind === 'identity'
        ? { identitytoken: login.token, serveraddress: credentialKey }
        : { username: login.username, password: login.password, serveraddress: credentialKey }
  // The type asks for a name and password always; Docker does not.
  return config as AuthConfig
}
