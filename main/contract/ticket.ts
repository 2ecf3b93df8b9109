import { z } from 'zod'

/** Whoever orders something may give it a name of its own choosing, by which it knows the activity from all others. */
export const ticketSchema = z.uuid()

/** In every request that becomes an activity with progress. */
export const ticketed = { ticket: ticketSchema.optional() }
