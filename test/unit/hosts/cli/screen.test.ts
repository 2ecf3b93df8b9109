import { expect, test } from 'vitest'
import { openScreen } from '../../../../main/hosts/cli/screen.ts'

test('a frame is drawn over the one before, and the terminal is given back once', () => {
  let written = ''
  const screen = openScreen({ write: (text: string) => (written += text) })
  written = ''
  screen.draw('one\ntwo\n')
  expect(written).toBe('\u001b[Hone\u001b[K\r\ntwo\u001b[K\u001b[J')
  written = ''
  screen.close()
  screen.close()
  screen.draw('late')
  expect(written).toBe('\u001b[?25h\u001b[?1049l')
})
