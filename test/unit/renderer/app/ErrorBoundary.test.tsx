import { MantineProvider } from '@mantine/core'
import { renderToStaticMarkup } from 'react-dom/server'
import { expect, test } from 'vitest'
import { BrokenPage, ErrorBoundary } from '../../../../renderer/app/ErrorBoundary.tsx'

const render = (message: string) =>
  renderToStaticMarkup(
    <MantineProvider>
      <BrokenPage error={new Error(message)} />
    </MantineProvider>,
  )

test('a page that throws says what happened and offers a reload', () => {
  const page = render('x is not a function')
  expect(page).toContain('Something in it went wrong: x is not a function.')
  expect(page).toContain('Reload the window')
  expect(page).toContain('role="alert"')
})

test.each([
  'Failed to fetch dynamically imported module: http://127.0.0.1:1/assets/EnginesPage-1.js',
  'error loading dynamically imported module: http://127.0.0.1:1/assets/EnginesPage-1.js',
  'Importing a module script failed.',
])('a page whose file is gone says so in words: %s', (message) => {
  const page = render(message)
  expect(page).toContain('could not be loaded')
  expect(page).not.toContain('127.0.0.1')
})

test('whatever was thrown is kept as an error', () => {
  expect(ErrorBoundary.getDerivedStateFromError('gone').error?.message).toBe('gone')
})
