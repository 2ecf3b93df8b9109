import { Button, Code } from '@mantine/core'
import { useTimeout } from '@mantine/hooks'
import { Fragment, useRef, useState } from 'react'
import classes from './ui.module.css'

/** A command to run in a terminal, and a button that copies it. Where the clipboard is closed to us it is selected instead. */
export function CopyCommand({ command }: { readonly command: string }) {
  const [says, setSays] = useState('Copy')
  const { start } = useTimeout(() => setSays('Copy'), 2500)
  const code = useRef<HTMLElement>(null)
  const copy = async (): Promise<void> => {
    try {
      await navigator.clipboard.writeText(command)
      setSays('Copied')
    } catch {
      if (code.current) getSelection()?.selectAllChildren(code.current)
      setSays('Selected')
    }
    start()
  }
  return (
    <div className={classes.command}>
      <Code ref={code}>
        {command.split(' ').map((word, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: the words of one command keep their places
          <Fragment key={index}>
            {index > 0 && ' '}
            <span className={classes.word}>{word}</span>
          </Fragment>
        ))}
      </Code>
      <Button size="compact-sm" variant="default" aria-label={`${says}: ${command}`} onClick={() => void copy()}>
        {says}
      </Button>
    </div>
  )
}
