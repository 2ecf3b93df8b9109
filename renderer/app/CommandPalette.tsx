import { useHotkeys } from '@mantine/hooks'
import { Spotlight, type SpotlightActionGroupData } from '@mantine/spotlight'
import '@mantine/spotlight/styles.css'
import { useState } from 'react'
import { type Command, listCommands } from './commands.ts'
import { openPalette, paletteStore, returnFocusFromPalette } from './palette.ts'

/** Ctrl/Cmd-K, from anywhere: every page and action by its name. */
export function CommandPalette() {
  const [commands, setCommands] = useState<readonly Command[]>([])
  useHotkeys([['mod + K', openPalette]], [])
  return (
    <Spotlight
      store={paletteStore}
      actions={toGroups(commands)}
      nothingFound="Nothing here is called that."
      shortcut={null}
      searchProps={{
        placeholder: 'Go to a page, or do something…',
        'aria-label': 'Command',
        // At once: the dialog gives the focus a moment later, and what is typed until then goes nowhere.
        autoFocus: true,
      }}
      attributes={{ content: { 'aria-label': 'Commands' } }}
      scrollable
      maxHeight={420}
      // The shell does not scroll as a whole; the lock would write a style element without our nonce.
      lockScroll={false}
      transitionProps={{ duration: 0 }}
      returnFocus={false}
      onSpotlightOpen={() => setCommands(listCommands())}
      onSpotlightClose={returnFocusFromPalette}
    />
  )
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
