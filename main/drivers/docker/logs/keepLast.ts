/** The last `count` items, once all have come. Holds no more than twice as many. */
export async function* keepLast<T>(items: AsyncIterable<T>, count: number): AsyncGenerator<T, void> {
  let kept: T[] = []
  for await (const item of items) {
    kept.push(item)
    // Not at each: taking single ones off the front of a long array is slow.
    if (kept.length >= 2 * count) kept = kept.slice(kept.length - count)
  }
  yield* kept.slice(kept.length - Math.min(count, kept.length))
}
