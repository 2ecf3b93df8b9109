import { expect, test } from 'vitest'
import { markup } from '../../../../main/report/html/markup.ts'

test('a value is text, between tags and in an attribute', () => {
  const value = `"><img src=x onerror='1'> & more`
  const safe = '&quot;&gt;&lt;img src=x onerror=&#39;1&#39;&gt; &amp; more'
  expect(markup`<p title="${value}">${value}</p>`.markup).toBe(`<p title="${safe}">${safe}</p>`)
})

test('a piece of markup stands as it is, alone and in a list', () => {
  const piece = markup`<b>${'<'}</b>`
  expect(markup`${piece}|${[piece, piece]}|${null}|${7}`.markup).toBe('<b>&lt;</b>|<b>&lt;</b><b>&lt;</b>||7')
})

test('a text that looks like a piece of markup is text', () => {
  const posing = JSON.parse('{"text":"{\\"markup\\":\\"<b>\\"}"}') as { text: string }
  expect(markup`${posing.text}`.markup).toBe('{&quot;markup&quot;:&quot;&lt;b&gt;&quot;}')
})

test('control characters and marks that turn the writing are taken out, a line break is a space', () => {
  expect(markup`${'a\u0000b\u001b[31m\u202ec\u2066d\u007f\ne'}`.markup).toBe('abcd e')
})
