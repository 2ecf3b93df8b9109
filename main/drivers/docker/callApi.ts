import { type CallOptions, callDocker, type DockerClient } from './client.ts'

interface ApiRequest {
  readonly method: 'GET' | 'POST'
  /** Without a query; anything in it that comes from outside MUST match a pattern without slashes. */
  readonly path: string
  readonly query?: Readonly<Record<string, unknown>>
}

/** A request that dockerode has no function for, or one that leaves its options out. Resolves with the answer's JSON. */
export function callApi(client: DockerClient, request: ApiRequest, options: CallOptions): Promise<unknown> {
  return callDocker(
    client,
    ({ modem }, abortSignal) =>
      new Promise<unknown>((resolve, reject) => {
        const dialled = {
          method: request.method,
          path: `${request.path}?`,
          statusCodes: { 200: true, 201: true, 204: true },
          // With none at all docker-modem would send its own options as the body.
          options: { _query: request.query ?? {}, _body: {} },
          abortSignal,
        }
        modem.dial(dialled as Parameters<typeof modem.dial>[0], (error, answer) =>
          error ? reject(error) : resolve(answer),
        )
      }),
    options,
  )
}
