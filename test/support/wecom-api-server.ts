import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** What one request to the stand-in API looked like. */
interface ApiCall {
  readonly method: string;
  readonly path: string;
  readonly query: Readonly<Record<string, string>>;
  readonly body: string;
}

type Answer = (call: ApiCall, response: ServerResponse, request: IncomingMessage) => void;

export interface ApiServer {
  readonly url: string;
  readonly calls: ApiCall[];
  /** Sets the answer of one path: JSON, or a function that writes (or breaks) the response itself. */
  on(path: string, answer: object | Answer): void;
  close(): Promise<void>;
}

/** A stand-in for WeCom's server API on a free port of loopback: it answers what a test told it, and remembers each call. */
export async function startApiServer(): Promise<ApiServer> {
  const answers = new Map<string, object | Answer>();
  const calls: ApiCall[] = [];
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const url = new URL(request.url ?? '/', 'http://localhost');
      const call = {
        method: request.method ?? '',
        path: url.pathname,
        query: Object.fromEntries(url.searchParams),
        body: Buffer.concat(chunks).toString('utf8'),
      };
      calls.push(call);
      const answer = answers.get(url.pathname);
      if (answer === undefined) response.writeHead(404).end();
      else if (typeof answer === 'function') (answer as Answer)(call, response, request);
      else response.setHeader('Content-Type', 'application/json; charset=UTF-8').end(JSON.stringify(answer));
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    calls,
    on: (path, answer) => {
      answers.set(path, answer);
    },
    close: () =>
      new Promise((resolve) => {
        server.closeAllConnections();
        server.close(() => resolve());
      }),
  };
}
