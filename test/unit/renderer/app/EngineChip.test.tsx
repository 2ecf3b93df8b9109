import { MantineProvider } from '@mantine/core'
import { renderToStaticMarkup } from 'react-dom/server'
import { expect, test, vi } from 'vitest'
import { EngineChip } from '../../../../renderer/app/EngineChip.tsx'
import type { EngineView } from '../../../../renderer/store/engines.ts'

vi.mock('../../../../renderer/client.ts', () => ({ client: {} }))

const error = { why: 'It is so.', remedy: { text: 'Mend it' } }
const views: readonly EngineView[] = [
  { state: 'checking', technology: 'docker' },
  { state: 'missing', technology: 'virtualbox', ...error },
  { state: 'broken', technology: 'qemu', version: null, ...error },
  { state: 'ready', technology: 'conda', version: '24.9.2+x', facts: {} },
]

/** Of the chip: all that is read aloud, and of that what is seen. */
function readChip(view: EngineView): { readonly said: string; readonly seen: string } {
  const html = renderToStaticMarkup(
    <MantineProvider>
      <EngineChip view={view} />
    </MantineProvider>,
  )
  const chip = /<button.*?<\/button>/s.exec(html)?.[0] ?? ''
  const toText = (markup: string) => markup.replace(/<[^>]*>/g, '').trim()
  return { said: toText(chip), seen: toText(chip.replace(/<span class="[^"]*unseen[^"]*">.*?<\/span>/g, '')) }
}

test('a chip shows words where something is wrong, and is as short as it can be otherwise; what it says is whole', () => {
  expect(views.map(readChip)).toEqual([
    { said: 'Docker checking…', seen: 'Docker' },
    { said: 'VirtualBox not installed', seen: 'VirtualBox' },
    { said: 'QEMU not working', seen: 'QEMU not working' },
    { said: 'conda 24.9.2: ready', seen: 'conda 24.9.2' },
  ])
})
