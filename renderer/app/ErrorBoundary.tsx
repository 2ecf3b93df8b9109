import { Button, Text } from '@mantine/core'
import { Component, type ReactNode } from 'react'
import { Notice } from '../ui/Notice.tsx'

interface ErrorBoundaryProps {
  readonly children: ReactNode
}

interface ErrorBoundaryState {
  readonly error: Error | null
}

/** Keeps the shell when a page breaks, and says what happened. React has it as a class only. */
export class ErrorBoundary extends Component<ErrorBoundaryProps, ErrorBoundaryState> {
  override state: ErrorBoundaryState = { error: null }

  static getDerivedStateFromError(error: unknown): ErrorBoundaryState {
    return { error: error instanceof Error ? error : new Error(String(error)) }
  }

  override render(): ReactNode {
    const { error } = this.state
    return error === null ? this.props.children : <BrokenPage error={error} />
  }
}

export function BrokenPage({ error }: { readonly error: Error }) {
  return (
    <Notice title="This page cannot be shown">
      <Text size="sm" mb={8}>
        {describeBreak(error)} What is being measured goes on.
      </Text>
      <Button size="xs" variant="default" onClick={() => location.reload()}>
        Reload the window
      </Button>
    </Notice>
  )
}

/** A page that comes later is a file of its own: gone when Isoscope was updated or ended meanwhile. Each browser says it its own way. */
const notLoaded = /dynamically imported module|Importing a module script failed|error loading dynamically/i

function describeBreak({ message }: Error): string {
  return notLoaded.test(message)
    ? 'A part of it could not be loaded: Isoscope has ended, or was updated since this window was opened.'
    : `Something in it went wrong: ${message}.`
}
