/** The lecture's example of the cache, with an image of the user's choice below and a command that needs no network. */
export function writeDockerfile(base: string, greeting: string): string {
  return `FROM ${base}
RUN echo "built by me" > /built
ENTRYPOINT ["/bin/echo", "${greeting}"]
CMD ["world"]
`
}
