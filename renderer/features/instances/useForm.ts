import { type FormEvent, useState } from 'react'

/** What a form asks for, or what is wrong at which of its fields. */
export type Checked<Draft, Request> =
  | { readonly ok: true; readonly request: Request }
  | { readonly ok: false; readonly errors: FieldErrors<Draft> }

export type FieldErrors<Draft> = Readonly<Partial<Record<keyof Draft, string>>>

/**
 * What somebody types, and what of it is wrong: told at a field when it has been left, and at all of them when it is sent.
 * `check` is pure.
 */
export function useForm<Draft extends object, Request>(
  first: Draft,
  check: (draft: Draft) => Checked<Draft, Request>,
  onSend: (request: Request) => void,
) {
  const [draft, setDraft] = useState(first)
  const [left, setLeft] = useState<ReadonlySet<keyof Draft>>(new Set())
  const checked = check(draft)
  const change = (part: Partial<Draft>) => setDraft((before) => ({ ...before, ...part }))
  const leave = (name: keyof Draft) => {
    // A fault that appears while a button is pressed would move it away from under the pointer.
    if (document.querySelector('button:active') === null) setLeft((before) => new Set(before).add(name))
  }
  return {
    draft,
    change,
    leave,
    /** Only of what somebody has had the time to fill in. */
    errorOf: (name: keyof Draft): string | undefined =>
      !checked.ok && left.has(name) ? checked.errors[name] : undefined,
    send: (event: FormEvent<HTMLFormElement>) => {
      event.preventDefault()
      if (checked.ok) return onSend(checked.request)
      const form = event.currentTarget
      setLeft(new Set(Object.keys(checked.errors) as (keyof Draft)[]))
      // Once it is marked.
      setTimeout(() => form.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus())
    },
  }
}
