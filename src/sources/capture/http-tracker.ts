/**
 * HTTP in clear where it can stop a connection: revocation lists and OCSP, proxies that stand in front of SSTP, and the test
 * Windows makes for sign-in pages. Requests and answers are known by the first bytes of a segment.
 *   GET http://crl.contoso.com/root.crl, nothing back      → capture.http {purpose: crl, web_host: crl.contoso.com, path: /root.crl, answered: false}
 *   CONNECT vpn.contoso.com:443 answered 407               → capture.http {purpose: proxy-connect, status: 407, proxy_authenticate: Negotiate}
 *   GET http://www.msftconnecttest.com/connecttest.txt 302 → capture.http {purpose: internet-test, status: 302, redirect_host: portal.contoso.com}
 */
import { readU32Be } from '../../bytes/big-endian.ts';
import { IP_PROTOCOL } from '../../protocols/ip.ts';
import { readHttpHead } from '../../protocols/http.ts';
import { readTcp } from '../../protocols/tcp.ts';
import { purposeOf, recordRequest, type HttpRequest } from './http-records.ts';
import { MOST_FRAMES, sightingOf, type Packet, type Tracker } from './packet.ts';
import { portsOf } from './tcp-ports.ts';

/** Of servers and of the usual proxies. */
const PORTS: ReadonlySet<number> = new Set([80, 8080, 3128, 8888]);
const MOST_REQUESTS = 2_000;
/** `GET `, `POST`, `HEAD`, `CONN`, `HTTP`. */
const BEGINNINGS: ReadonlySet<number> = new Set([0x47455420, 0x504f5354, 0x48454144, 0x434f4e4e, 0x48545450]);

export function trackHttp(): Tracker {
  const requests: HttpRequest[] = [];
  /** The one each connection waits for. */
  const open = new Map<string, HttpRequest>();
  return {
    see(packet) {
      const { ip, frame } = packet;
      if (ip.protocol !== IP_PROTOCOL.tcp || packet.isInner) return;
      const ports = portsOf(ip);
      if (ports === null || !(PORTS.has(ports.source) || PORTS.has(ports.destination))) return;
      const payload = payloadOf(packet);
      const head = payload === null ? null : readHttpHead(payload);
      if (head === null) return;
      if (head.kind === 'response') {
        const key = `${ip.destination} ${ports.destination} ${ip.source} ${ports.source}`;
        const request = open.get(key);
        if (request === undefined) return;
        if (request.frames.length < MOST_FRAMES) request.frames.push(frame.number);
        request.answer = head;
        // "Continue" announces the answer proper.
        if (head.status !== 100) open.delete(key);
        return;
      }
      const key = `${ip.source} ${ports.source} ${ip.destination} ${ports.destination}`;
      const known = open.get(key);
      if (known?.sequence === packetSequence(packet)) {
        known.sent++;
        known.lastSent = packet.time;
        if (known.frames.length < MOST_FRAMES) known.frames.push(frame.number);
        return;
      }
      const purpose = purposeOf(head);
      open.delete(key);
      if (purpose === null || requests.length >= MOST_REQUESTS) return;
      const request: HttpRequest = { purpose, head, first: sightingOf(packet), port: ports.destination, sequence: packetSequence(packet), sent: 1, lastSent: packet.time, answer: null, frames: [frame.number] };
      requests.push(request);
      open.set(key, request);
    },
    finish(capture) {
      for (const request of requests) recordRequest(request, capture);
    },
  };
}

/** Of segments that begin like HTTP only. */
function payloadOf({ ip }: Packet): Uint8Array | null {
  const at = ((ip.payload[12] ?? 0) >> 4) * 4;
  if (at < 20 || at + 4 > ip.payload.length || !BEGINNINGS.has(readU32Be(ip.payload, at))) return null;
  return readTcp(ip.payload, ip.payloadLength)?.payload ?? null;
}

function packetSequence({ ip }: Packet): number {
  return readTcp(ip.payload, ip.payloadLength)?.sequence ?? 0;
}
