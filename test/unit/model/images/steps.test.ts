import { describe, expect, it } from 'vitest'
import { isMetadata, readInstruction } from '../../../../main/model/images/instruction.ts'
import { matchSteps } from '../../../../main/model/images/matchSteps.ts'

describe('an entry of the history as a line of a Dockerfile', () => {
  it.each([
    ['/bin/sh -c #(nop)  CMD ["bash"]', 'CMD ["bash"]'],
    ['/bin/sh -c #(nop) ADD file:1ab in / ', 'ADD file:1ab in /'],
    ['/bin/sh -c apt-get update &&     apt-get install -y x', 'RUN apt-get update && apt-get install -y x'],
    ['|1 VERSION=3 /bin/sh -c make $VERSION', 'RUN make $VERSION'],
    ['RUN /bin/sh -c pip install flask # buildkit', 'RUN pip install flask'],
    ['RUN |1 V=2 /bin/sh -c echo $V # buildkit', 'RUN echo $V'],
    ['COPY app.py /app/ # buildkit', 'COPY app.py /app/'],
    ['ENV PATH=/usr/bin', 'ENV PATH=/usr/bin'],
    ['bash', 'bash'],
  ])('%s', (createdBy, expected) => {
    expect(readInstruction(createdBy, '')).toBe(expected)
  })

  it('has the comment where nothing made it, as of an import', () => {
    expect(readInstruction('', 'Imported from -')).toBe('(Imported from -)')
    expect(readInstruction(' ', '')).toBe('(unknown)')
  })

  it('is no layer when it only says something', () => {
    for (const line of ['ENV A=1', 'CMD ["x"]', 'ENTRYPOINT ["x"]', 'LABEL a=b', 'EXPOSE 80'])
      expect(isMetadata(line)).toBe(true)
    for (const line of ['RUN true', 'COPY a b', 'ADD a b', 'WORKDIR /x', 'ENVIRONMENT'])
      expect(isMetadata(line)).toBe(false)
  })
})

describe('layers and the lines that made them', () => {
  const entry = (createdBy: string, bytes: number) => ({ createdBy, comment: '', createdAt: 1_000, bytes })
  const nobody = () => []
  const layersOf = (history: ReturnType<typeof entry>[], diffIds: string[]) =>
    matchSteps(history, diffIds, nobody).map(({ layer }) => (layer.kind === 'layer' ? layer.diffId : layer.kind))

  it('are matched by their bytes', () => {
    const history = [entry('ADD x', 100), entry('ENV A=1', 0), entry('RUN make', 5), entry('CMD ["x"]', 0)]
    expect(layersOf(history, ['a', 'b'])).toEqual(['a', 'none', 'b', 'none'])
  })

  it('may be empty: WORKDIR and RUN make one all the same', () => {
    const history = [entry('ADD x', 100), entry('WORKDIR /app', 0), entry('RUN true', 0), entry('ENV A=1', 0)]
    expect(layersOf(history, ['a', 'b', 'c'])).toEqual(['a', 'b', 'c', 'none'])
  })

  it('are left out where the classic builder made none of an empty one', () => {
    expect(layersOf([entry('ADD x', 100), entry('WORKDIR /app', 0)], ['a'])).toEqual(['a', 'none'])
  })

  it('are not guessed where the engine does not tell', () => {
    const history = [entry('ADD x', 100), entry('WORKDIR /app', 0), entry('RUN true', 0), entry('ENV A=1', 0)]
    expect(layersOf(history, ['a', 'b'])).toEqual(['unknown', 'unknown', 'unknown', 'none'])
  })

  it('are shared from the lowest on', () => {
    const steps = matchSteps([entry('ADD x', 1), entry('RUN y', 1)], ['a', 'b'], (count) =>
      count === 1 ? ['other'] : [],
    )
    expect(steps.map(({ layer }) => layer.kind === 'layer' && layer.sharedWith)).toEqual([['other'], []])
  })
})
