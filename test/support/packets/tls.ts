/** Real TLS handshakes, between two ends in memory or with the openssl command: what each sent, byte by byte. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer, type AddressInfo, type Socket } from 'node:net';
import { Duplex } from 'node:stream';
import { connect, createSecureContext, TLSSocket, type ConnectionOptions, type TLSSocketOptions } from 'node:tls';
import { join, u16, u24, type Part } from './ip.ts';

export interface TlsRecording {
  readonly fromClient: Uint8Array;
  readonly fromServer: Uint8Array;
  /** Code of the error the client ended with. */
  readonly clientError: string | null;
}

/** Two streams, each of which reads what the other writes; `sent` gathers it. */
function pair(): { ends: [Duplex, Duplex]; sent: [Uint8Array[], Uint8Array[]] } {
  const sent: [Uint8Array[], Uint8Array[]] = [[], []];
  const end = (index: 0 | 1): Duplex =>
    new Duplex({
      read: () => undefined,
      write: (chunk: Buffer, _encoding, done) => {
        sent[index].push(new Uint8Array(chunk));
        ends[1 - index]?.push(chunk);
        done();
      },
      final: (done) => {
        ends[1 - index]?.push(null);
        done();
      },
    });
  const ends: [Duplex, Duplex] = [end(0), end(1)];
  return { ends, sent };
}

/** Lets a client and a server shake hands and exchange a line each; an error of either ends it. */
export async function recordTls(server: TLSSocketOptions, client: ConnectionOptions): Promise<TlsRecording> {
  const { ends, sent } = pair();
  const ignore = (): void => undefined;
  const serverSide = new TLSSocket(ends[1], { isServer: true, secureContext: createSecureContext(server), ...server });
  serverSide.on('error', ignore).on('data', () => serverSide.end('answer'));
  const clientError = await new Promise<string | null>((resolve) => {
    const clientSide = connect({ ...client, socket: ends[0] }, () => clientSide.write('question'));
    clientSide.on('error', (error: NodeJS.ErrnoException) => setTimeout(() => resolve(error.code ?? error.message), 20)).on('end', () => setTimeout(() => resolve(null), 20)).on('data', ignore);
  });
  serverSide.destroy();
  return { fromClient: join(...sent[0]), fromServer: join(...sent[1]), clientError };
}

/** Lets `openssl s_client`, which refuses certificates as other clients do, come to a server on the loopback address. */
export async function recordOpenssl(server: TLSSocketOptions, args: readonly string[]): Promise<Pick<TlsRecording, 'fromClient' | 'fromServer'>> {
  const sent: [Uint8Array[], Uint8Array[]] = [[], []];
  const listener = createServer((socket) => {
    const side = new TLSSocket(tapped(socket, sent), { isServer: true, secureContext: createSecureContext(server), ...server });
    side.on('error', () => socket.destroy());
  }).listen(0, '127.0.0.1');
  await once(listener, 'listening');
  const { port } = listener.address() as AddressInfo;
  const client = spawn('openssl', ['s_client', '-connect', `127.0.0.1:${port}`, ...args], { stdio: ['pipe', 'ignore', 'ignore'] });
  client.stdin.end();
  await once(client, 'exit');
  listener.close();
  return { fromClient: join(...sent[0]), fromServer: join(...sent[1]) };
}

/** A stream over the socket that gathers what comes and goes. */
function tapped(socket: Socket, sent: readonly [Uint8Array[], Uint8Array[]]): Duplex {
  const tap = new Duplex({
    read: () => undefined,
    write: (chunk: Buffer, _encoding, done) => {
      sent[1].push(new Uint8Array(chunk));
      socket.write(chunk, () => done());
    },
    final: (done) => {
      socket.end();
      done();
    },
  });
  socket.on('data', (chunk: Buffer) => {
    sent[0].push(new Uint8Array(chunk));
    tap.push(chunk);
  });
  socket.on('end', () => tap.push(null)).on('error', () => tap.destroy());
  return tap;
}

export const tlsRecord = (type: number, body: Part, version = 0x0303): Uint8Array => join([type], u16(version), u16(join(body).length), body);
export const tlsHandshake = (type: number, body: Part): Uint8Array => join([type], u24(join(body).length), body);
