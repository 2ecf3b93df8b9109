import { expect, test } from 'vitest'
import { readPackages, readWords } from '../../../../../renderer/features/environments/readWords.ts'

test.for([
  ['numpy scipy', ['numpy', 'scipy']],
  ['numpy >=1.26,<2 scipy', ['numpy>=1.26,<2', 'scipy']],
  ['a, b,\nc==1.2 , d', ['a', 'b', 'c==1.2', 'd']],
  ['requests[socks]>=2, <3 python=3.12', ['requests[socks]>=2,<3', 'python=3.12']],
  ['conda-forge::r-base,\r\n 7zip', ['conda-forge::r-base', '7zip']],
  [' \n', []],
] as const)('%j is so many packages', ([text, packages]) => {
  expect(readPackages(text)).toEqual(packages)
})

test('words are apart by spaces, lines and commas', () => {
  expect(readWords(' conda-forge, bioconda\npkgs/main ')).toEqual(['conda-forge', 'bioconda', 'pkgs/main'])
})
