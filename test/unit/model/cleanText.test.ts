import { describe, expect, it } from 'vitest'
import { cleanText } from '../../../main/model/cleanText.ts'

describe('text of others, before it is shown', () => {
  it('is one line, of which a terminal obeys nothing and nothing reads backwards', () => {
    expect(cleanText('one \r\n two\u0007\u001bc\u202eeerht')).toBe('one twoceerht')
  })

  it('keeps nothing of a colour, not its parameters either', () => {
    expect(cleanText('\u001b[91m300+0 records\u001b[0m, \u001b[1;38;5;4mblue\u001b[m \u009b2K[1]')).toBe(
      '300+0 records, blue [1]',
    )
  })

  it('ends soon on sequences that never end', () => {
    const text = '\u001b['.repeat(200_000)
    expect(cleanText(text)).not.toContain('\u001b')
    expect(cleanText(`\u001b[${'0'.repeat(1_000_000)}`)).toHaveLength(1_000_001)
  })
})
