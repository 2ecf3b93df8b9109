/**
 * python -I [-S] -u -c PROGRAM MODE SCALE
 *
 * The workload of the `python` family: one text for every contender, in what Python 3.8 and every later one has. It
 * speaks as the probe does: READY first, then lines that begin with {"isoscope". It ends at SIGTERM, also as a
 * container's first process, which the kernel spares every signal it has no handler for.
 */

/** `idle` waits. `work` does the computations and the import, reports them, then waits. */
export type PythonMode = 'idle' | 'work'

/** What `work` reports beside the computations. */
export const importKernel = 'import'

/**
 * The heavier modules of the standard library, those that every full interpreter has: none that a build without some
 * library (ssl, sqlite3, ctypes, lzma, readline, tkinter) or a distribution's packaging (venv, ensurepip) leaves out, and
 * none that came or went between 3.8 and 3.14.
 */
const heavyModules = [
  'argparse',
  'asyncio',
  'concurrent.futures',
  'configparser',
  'csv',
  'datetime',
  'decimal',
  'difflib',
  'doctest',
  'email.message',
  'fractions',
  'hashlib',
  'html.parser',
  'http.client',
  'http.server',
  'inspect',
  'json',
  'logging.config',
  'multiprocessing',
  'pathlib',
  'pickle',
  'pprint',
  'random',
  're',
  'socketserver',
  'statistics',
  'subprocess',
  'tarfile',
  'tempfile',
  'threading',
  'typing',
  'unittest',
  'urllib.request',
  'uuid',
  'xml.dom.minidom',
  'xml.etree.ElementTree',
  'xmlrpc.client',
  'zipfile',
]

/** The work of one computation is such that it takes about 0.3 s at scale 1 on a machine of 2020. */
const source = `
import sys, time
try:
    import _signal as signal  # 'signal' itself loads enum and what that needs: memory that is not the interpreter's
except ImportError:
    import signal

def stop(number, frame):
    sys.exit(0)

signal.signal(signal.SIGTERM, stop)
print('ISOSCOPE READY')

def numbers(scale):
    state, total, series = 1, 0, 0.0
    for i in range(1, int(1600000 * scale)):
        state = (state * 1103515245 + 12345) & 0x7fffffff
        if state & 1024:
            total += state % 1009
        else:
            total ^= state >> 3
        series += 1.0 / (i * i)
    return '%x-%s' % (total, series.hex())

class Point:
    def __init__(self, x, y):
        self.x = x
        self.y = y
    def moved(self, dx, dy):
        return Point((self.x + dx) % 97, (self.y + dy) % 89)

def objects(scale):
    seen = {}
    point = Point(0, 0)
    for i in range(int(850000 * scale)):
        point = point.moved(i % 7, i % 5)
        key = (point.x, point.y)
        seen[key] = seen.get(key, 0) + 1
    ordered = sorted(seen.items(), key=lambda item: (-item[1], item[0]))
    return '%x' % sum(place * count * (x + y + 1) for place, ((x, y), count) in enumerate(ordered))

def text(scale):
    state, words = 42, []
    for i in range(int(380000 * scale)):
        state = (state * 69069 + 1) & 0xffffffff
        words.append('w%x' % (state % 5003))
    counts = {}
    for word in ' '.join(words).upper().split():
        counts[word] = counts.get(word, 0) + 1
    total = 0
    for character in ','.join('%s=%d' % pair for pair in sorted(counts.items())):
        total = (total * 31 + ord(character)) & 0xffffffff
    return '%x' % total

def load(scale):
    names = MODULES.split()
    for name in names:
        __import__(name)
    return '%d modules' % sum(name in sys.modules for name in names)

def measure(kernel, work, scale):
    print('{"isoscope":"begin","mode":"python","kernel":"%s"}' % kernel)
    before, start = resource.getrusage(resource.RUSAGE_SELF), time.perf_counter_ns()
    checksum = work(scale)
    end, after = time.perf_counter_ns(), resource.getrusage(resource.RUSAGE_SELF)
    print('{"isoscope":"result","mode":"python","kernel":"%s","start_ns":%d,"end_ns":%d,"user_ns":%d,"system_ns":%d,'
          '"work":%d,"checksum":"%s"}' % (kernel, start, end, (after.ru_utime - before.ru_utime) * 1e9,
          (after.ru_stime - before.ru_stime) * 1e9, len(sys.modules), checksum))

if sys.argv[1] == 'work':
    import resource
    scale = float(sys.argv[2])
    measure('numbers', numbers, scale)
    measure('objects', objects, scale)
    measure('text', text, scale)
    measure('import', load, scale)
    print('{"isoscope":"done","mode":"python"}')
while True:
    signal.pause()
`

const program = source.replace('MODULES', `'${heavyModules.join(' ')}'`)

/**
 * `scale`: share of the full work. With -I, because otherwise a PYTHONPATH or the user's own modules would be imported.
 * `work` goes without `site` (-S): what the packages of an installation load at every start, and there may be a hundred
 * modules, would be missing from its import. `idle` has it, as every Python that waits for something has.
 */
export function buildPythonArgs(mode: PythonMode, scale = 1): readonly string[] {
  return ['-I', ...(mode === 'work' ? ['-S'] : []), '-u', '-c', program, mode, String(scale)]
}

/** The mode of our program, null when the arguments are of another. */
export function readPythonMode(args: readonly string[]): PythonMode | null {
  const place = args.indexOf(program)
  const mode = place < 0 ? undefined : args[place + 1]
  return mode === 'idle' || mode === 'work' ? mode : null
}
