import { z } from 'zod'

/** What the user is to choose in a dialog of the system's own. `save`: a file that need not exist. */
export const fileChoiceSchema = z.strictObject({
  purpose: z.enum(['open', 'save', 'folder']),
  /** What is shown of the files; all where there is none. Extensions without a dot. */
  filters: z
    .array(
      z.strictObject({
        title: z.string().min(1).max(80),
        extensions: z
          .array(z.string().regex(/^(\*|[A-Za-z0-9.]{1,20})$/))
          .min(1)
          .max(20),
      }),
    )
    .max(10)
    .default([]),
})
export type FileChoice = z.infer<typeof fileChoiceSchema>
