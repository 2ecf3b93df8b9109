import { z } from 'zod'

/**
 * What a door may do or has beyond the rest of the API. `run.custom`: run a command of the user's own. `folders.change`: say
 * which folders are searched for environments. `login.change`: open the app at login. `tray`: an icon is in the desktop's tray.
 */
export const capabilitySchema = z.enum(['run.custom', 'folders.change', 'login.change', 'tray'])
export type Capability = z.infer<typeof capabilitySchema>
