import { Spotlight, type SpotlightActionGroupData } from '@mantine/spotlight'
import '@mantine/spotlight/styles.css'
import { useRef, useState } from 'react'
import { isFocusLost } from '../ui/lostFocus.ts'
import { type Command, listCommands } from './commands.ts'

/** Ctrl/Cmd-K, from anywhere: every page and action by its name. */
export function CommandPalette() {
  const [commands, setCommands] = useState<readonly Command[]>([])
  const origin = useRef<Element | null>(null)
  return (
    <Spotlight
      actions={toGroups(commands)}
      nothingFound="Nothing here is called that."
      shortcut="mod + K"
      tagsToIgnore={[]}
      searchProps={{
        placeholder: 'Go to a page, or do something…',
        'aria-label': 'Command',
        // At once: the dialog gives the focus a moment later, and what is typed until then goes nowhere.
        autoFocus: true,
        onFocus: ({ relatedTarget }) => {
          origin.current ??= relatedTarget
        },
      }}
      attributes={{ content: { 'aria-label': 'Commands' } }}
      scrollable
      maxHeight={420}
      // The shell does not scroll as a whole; the lock would write a style element without our nonce.
      lockScroll={false}
      transitionProps={{ duration: 0 }}
      // A command may take the focus to its page; otherwise it goes back where it was.
      returnFocus={false}
      onSpotlightOpen={() => setCommands(listCommands())}
      onSpotlightClose={() => {
        const before = origin.current
        origin.current = null
        setTimeout(() => returnFocus(before))
      }}
    />
  )
}

function returnFocus(origin: Element | null): void {
  if (isFocusLost() && origin instanceof HTMLElement) origin.focus()
}

function toGroups(commands: readonly Command[]): SpotlightActionGroupData[] {
  return [...Map.groupBy(commands, ({ group }) => group)].map(([group, members]) => ({
    group,
    actions: members.map(({ id, label, description, keywords, run }) => ({
      id,
      label,
      ...(description !== undefined && { description }),
      ...(keywords && { keywords: [...keywords] }),
      onClick: run,
    })),
  }))
}
