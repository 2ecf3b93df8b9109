import type { ChangeEvent } from 'react'
import type { useForm } from './useForm.ts'

type Texts<Draft> = { [K in keyof Draft]: Draft[K] extends string ? K : never }[keyof Draft]

/** What every field for text has; nothing typed here is a word to be spelled or completed. */
export function describeField<Draft extends object>(
  form: Pick<ReturnType<typeof useForm<Draft, unknown>>, 'draft' | 'change' | 'leave' | 'errorOf'>,
  name: Texts<Draft>,
) {
  return {
    value: String(form.draft[name]),
    error: form.errorOf(name),
    onChange: (event: ChangeEvent<HTMLInputElement | HTMLTextAreaElement | HTMLSelectElement>) =>
      form.change({ [name]: event.currentTarget.value } as Partial<Draft>),
    // Nobody has typed anything there yet: it is told when it is sent.
    onBlur: () => form.draft[name] !== '' && form.leave(name),
    spellCheck: false,
    autoComplete: 'off',
  }
}
