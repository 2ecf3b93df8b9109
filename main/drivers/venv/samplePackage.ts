import { buffer } from 'node:stream/consumers'
import { gzipSync } from 'node:zlib'
import { pack } from 'tar-stream'

/**
 * A small Python package that exists nowhere else, as a source distribution
 * (https://packaging.python.org/en/latest/specifications/source-distribution-format/). It brings its own build backend
 * (PEP 517, `backend-path`), so that building it needs neither setuptools nor an index that has it.
 */
export const sample = { name: 'isoscope-sample', version: '1.0', module: 'isoscope_sample' } as const

const folder = `${sample.module}-${sample.version}`

export const sampleArchiveName = `${folder}.tar.gz`

const metadata = `Metadata-Version: 2.1
Name: ${sample.name}
Version: ${sample.version}
Summary: Something to build, to install and to run
Requires-Python: >=3.8
`

const pyproject = `[build-system]
requires = []
build-backend = "backend"
backend-path = ["."]
`

/** The two hooks that a backend must have, https://peps.python.org/pep-0517/ */
const backend = `import base64
import hashlib
import os
import zipfile

NAME = '${sample.module}-${sample.version}'
INFO = NAME + '.dist-info'


def build_wheel(wheel_directory, config_settings=None, metadata_directory=None):
    here = os.path.dirname(os.path.abspath(__file__))
    files = []
    for name in sorted(os.listdir(os.path.join(here, '${sample.module}'))):
        with open(os.path.join(here, '${sample.module}', name), 'rb') as file:
            files.append(('${sample.module}/' + name, file.read()))
    with open(os.path.join(here, 'PKG-INFO'), 'rb') as file:
        files.append((INFO + '/METADATA', file.read()))
    files.append((INFO + '/WHEEL', b'Wheel-Version: 1.0\\nGenerator: isoscope\\nRoot-Is-Purelib: true\\nTag: py3-none-any\\n'))
    record = [entry(name, content) for name, content in files] + [INFO + '/RECORD,,']
    files.append((INFO + '/RECORD', ('\\n'.join(record) + '\\n').encode()))
    wheel = NAME + '-py3-none-any.whl'
    with zipfile.ZipFile(os.path.join(wheel_directory, wheel), 'w', zipfile.ZIP_DEFLATED) as archive:
        for name, content in files:
            archive.writestr(zipfile.ZipInfo(name), content)
    return wheel


def entry(name, content):
    digest = base64.urlsafe_b64encode(hashlib.sha256(content).digest()).rstrip(b'=').decode()
    return '%s,sha256=%s,%d' % (name, digest, len(content))


def build_sdist(sdist_directory, config_settings=None):
    raise NotImplementedError('it is one already')
`

const program = `import hashlib
import json


def compute():
    numbers = [n for n in range(2, 20000) if all(n % d for d in range(2, int(n ** 0.5) + 1))]
    return hashlib.sha256(json.dumps(numbers).encode()).hexdigest()
`

const main = `from . import compute

print('${sample.name} ${sample.version}', compute())
`

/** The same bytes every time. */
export async function packSample(): Promise<Buffer> {
  const archive = pack()
  const files = {
    'PKG-INFO': metadata,
    'pyproject.toml': pyproject,
    'backend.py': backend,
    [`${sample.module}/__init__.py`]: program,
    [`${sample.module}/__main__.py`]: main,
  }
  for (const [name, content] of Object.entries(files)) {
    archive.entry({ name: `${folder}/${name}`, mode: 0o644, mtime: new Date(0) }, content)
  }
  archive.finalize()
  return gzipSync(await buffer(archive))
}
