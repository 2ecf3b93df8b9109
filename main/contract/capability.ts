import { z } from 'zod'

/**
 * What a door may do beyond the rest of the API. `run.custom`: run a command of the user's own. `folders.change`: say
 * which folders are searched for environments. `login.change`: open the app at login. `files.choose`: have the user choose
 * files in a dialog of the system, which approves them.
 */
export const capabilitySchema = z.enum(['run.custom', 'folders.change', 'login.change', 'files.choose'])
export type Capability = z.infer<typeof capabilitySchema>
