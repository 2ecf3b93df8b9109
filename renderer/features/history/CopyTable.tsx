import { Button, Group, VisuallyHidden } from '@mantine/core'
import { useTimeout } from '@mantine/hooks'
import { useState } from 'react'
import { type TextTable, toCsv, toMarkdown } from './tableText.ts'

const forms = { CSV: toCsv, Markdown: toMarkdown } as const
type Form = keyof typeof forms

/** Copies a table. Where the clipboard is closed to us it says so. */
export function CopyTable({ label, table }: { readonly label: string; readonly table: TextTable }) {
  const [says, setSays] = useState<{ readonly form: Form; readonly text: string } | null>(null)
  const { start } = useTimeout(() => setSays(null), 2500)
  const copy = async (form: Form): Promise<void> => {
    try {
      await navigator.clipboard.writeText(forms[form](table))
      setSays({ form, text: 'Copied' })
    } catch {
      setSays({ form, text: 'Clipboard is closed' })
    }
    start()
  }
  return (
    <Group gap={6}>
      {(Object.keys(forms) as Form[]).map((form) => {
        const text = says?.form === form ? says.text : `Copy ${form}`
        return (
          <Button
            key={form}
            size="compact-xs"
            variant="default"
            aria-label={`${text}: ${label}`}
            onClick={() => void copy(form)}
          >
            {text}
          </Button>
        )
      })}
      <VisuallyHidden role="status">{says?.text}</VisuallyHidden>
    </Group>
  )
}
