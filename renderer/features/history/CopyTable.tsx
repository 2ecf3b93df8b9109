import { Button, Group, VisuallyHidden } from '@mantine/core'
import { useTimeout } from '@mantine/hooks'
import { useState } from 'react'
import { writeCsvTable } from '../../../main/model/tables/csvTable.ts'
import type { ValueTable } from '../../../main/model/tables/dataTable.ts'
import { writeMarkdownRows } from '../../../main/model/tables/markdownTable.ts'
import { takeText } from '../../ui/takeAway.ts'

const forms = {
  CSV: { write: writeCsvTable, file: { name: 'isoscope.csv', type: 'text/csv' } },
  Markdown: { write: writeMarkdownRows, file: { name: 'isoscope.md', type: 'text/markdown' } },
} as const
const words = { copied: 'Copied', saved: 'Saved as a file' } as const
type Form = keyof typeof forms

/** Copies a table, or saves it as a file where the clipboard is closed to us. */
export function CopyTable({ label, table }: { readonly label: string; readonly table: ValueTable }) {
  const [says, setSays] = useState<{ readonly form: Form; readonly text: string } | null>(null)
  const { start } = useTimeout(() => setSays(null), 2500)
  const copy = async (form: Form): Promise<void> => {
    const { write, file } = forms[form]
    setSays({ form, text: words[await takeText(write(table), file)] })
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
