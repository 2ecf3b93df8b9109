import { expect, test } from 'vitest'
import { createPageUrl, runAddress } from '../../../../main/hosts/electron/addresses.ts'
import { findLinkedRun, parseDeepLink } from '../../../../main/hosts/electron/deepLink.ts'

const id = '20260102T030405-00ab12'

test('a link names a run', () => {
  expect(parseDeepLink(`isoscope://run/${id}`)).toBe(id)
  expect(runAddress(id)).toBe(`/?page=compare&run=${id}`)
})

test.for([
  `isoscope://run/${id}/`,
  `isoscope://run/${id}?x=1`,
  `isoscope://run/${id}#x`,
  `isoscope://run/../${id}`,
  `isoscope://runs/${id}`,
  `isoscope:run/${id}`,
  `ISOSCOPE://run/${id}`,
  `https://run/${id}`,
  `isoscope://run/${id}\n`,
  `x isoscope://run/${id}`,
  'isoscope://run/20260102T030405-00AB12',
  'isoscope://run/',
  'isoscope://run/javascript:alert(1)',
  '',
])('%s names none', (link) => expect(parseDeepLink(link)).toBeNull())

test('the link is found wherever it stands among the arguments', () => {
  expect(findLinkedRun(['/electron', '--x', `isoscope://run/${id}`, '--original-process-start-time=1'])).toBe(id)
  expect(findLinkedRun(['/electron', 'isoscope://else'])).toBeNull()
})

test('a page of ours is led to an address without being loaded anew, anything else is loaded', () => {
  const own = 'app://isoscope'
  const opened = '#open=%2F%3Fpage%3Dlive'
  expect(createPageUrl(own, 'app://isoscope/?page=history#x', '/?page=live')).toBe(
    `app://isoscope/?page=history${opened}`,
  )
  expect(createPageUrl(own, '', '/?page=live')).toBe('app://isoscope/?page=live')
  expect(createPageUrl(own, 'https://evil.example/', '/?page=live')).toBe('app://isoscope/?page=live')
})
