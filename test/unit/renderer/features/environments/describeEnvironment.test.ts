import { expect, test } from 'vitest'
import { describeEnvironment } from '../../../../../renderer/features/environments/describeEnvironment.ts'

test.for([
  ['venv, Python 3.11.2 (/usr/bin/python3)', 'venv', '3.11.2'],
  ['pipenv with virtualenv 20.17.1, Python 3.12.1 (/usr/bin/python3)', 'pipenv with virtualenv 20.17.1', '3.12.1'],
  ['conda 23.3.1, Python 3.10.9', 'conda 23.3.1', '3.10.9'],
  ['micromamba 2.8.1', 'micromamba 2.8.1', null],
  ['Python 3.9.1', null, '3.9.1'],
  ['venv, Python (/usr/bin/python3)', 'venv', null],
  [null, null, null],
] as const)('of %j it says the maker and the Python', ([madeFrom, maker, python]) => {
  const facts = describeEnvironment({ id: 'conda:/opt/a: b/envs/x', madeFrom })
  expect(facts).toEqual({ maker, python, folder: '/opt/a: b/envs/x' })
})
