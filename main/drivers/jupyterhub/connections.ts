import type { Absent } from '../absent.ts'

/** A hub the user has connected to. */
export interface HubConnection {
  /** As parseHubAddress gives it. */
  readonly url: string
  /** Why it cannot be read here: the desktop's keychain, for instance, is closed to the command line. */
  readonly token: string | Absent
}

/** The hubs the user has connected to, with their tokens; kept by the store. */
export interface HubConnections {
  list(): readonly HubConnection[]
}
