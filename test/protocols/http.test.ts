/** Heads of HTTP messages in clear. */
import { describe, expect, it } from 'vitest';
import { readHttpHead } from '../../src/protocols/http.ts';
import { counting, ipv4, join, LINK, TCP, tcp } from '../support/packets/ip.ts';
import { hasTshark, tsharkFields } from '../support/packets/tshark.ts';

const HEADS: Readonly<Record<string, string>> = {
  'a revocation list': 'GET /root%20ca.crl HTTP/1.1\r\nConnection: Keep-Alive\r\nUser-Agent: Microsoft-CryptoAPI/10.0\r\nHost: crl.contoso.com\r\n\r\n',
  OCSP: 'POST /ocsp HTTP/1.1\r\nContent-Type: application/ocsp-request\r\nContent-Length: 5\r\nHost:ocsp.contoso.com\r\n\r\n12345',
  'a proxy': 'CONNECT vpn.contoso.com:443 HTTP/1.0\r\nHost: vpn.contoso.com:443\r\n\r\n',
  'not found': 'HTTP/1.1 404 Not Found\r\ncontent-type: text/html\r\nCONTENT-LENGTH: 0\r\n\r\n',
  'a proxy that asks': 'HTTP/1.1 407 Proxy Authentication Required\r\nProxy-Authenticate: Negotiate\r\nProxy-Authenticate: Basic realm="x"\r\nContent-Length: 0\r\n\r\n',
  'a portal': 'HTTP/1.1 302 Found\r\nLocation: http://portal.contoso.com/login\r\nContent-Length: 0\r\n\r\n',
};

describe('HTTP', () => {
  it('reads requests and responses as tshark does', () => {
    if (!hasTshark()) return;
    const frames = Object.values(HEADS).map((text, index) => ipv4('192.0.2.10', '192.0.2.80', 6, tcp(50_000 + index, 80, { flags: TCP.ack, sequence: 1, ends: ['192.0.2.10', '192.0.2.80'] }, text)));
    const rows = tsharkFields(frames, ['http.request.method', 'http.request.uri', 'http.host', 'http.response.code', 'http.content_type', 'http.content_length', 'http.location'], { linkType: LINK.rawIp });
    const ours = Object.values(HEADS).map((text) => {
      const head = readHttpHead(join(text)) ?? expect.unreachable();
      return [head.method, head.target, head.host, head.status, head.contentType, head.contentLength, head.location].map((value) => String(value ?? ''));
    });
    expect(ours).toEqual(rows);
  });

  it('knows the request of SSTP, where it is in clear, and how a proxy wants its user', () => {
    const sstp = 'SSTP_DUPLEX_POST /sra_{BA195980-CD49-458b-9E23-C84EE0ADCD75}/ HTTP/1.1\r\nContent-Length: 18446744073709551615\r\nHost: vpn.contoso.com\r\n\r\n';
    expect(readHttpHead(join(sstp))).toMatchObject({ method: 'SSTP_DUPLEX_POST', host: 'vpn.contoso.com', contentLength: null, headLength: sstp.length, truncated: false });
    expect(readHttpHead(join(HEADS['a proxy that asks'] as string))).toMatchObject({ status: 407, proxyAuthenticate: 'Negotiate' });
    expect(readHttpHead(join(HEADS['OCSP'] as string))?.headLength).toBe((HEADS['OCSP'] as string).length - 5);
  });

  it('keeps what is there of a cut head', () => {
    const text = HEADS['a revocation list'] as string;
    expect(readHttpHead(join(text.slice(0, -6)))).toMatchObject({ truncated: true, target: '/root%20ca.crl' });
    expect(readHttpHead(join('GET / HTTP/1.1\r\nHo'))).toMatchObject({ truncated: true, host: null });
  });

  it('is told from other protocols', () => {
    for (const bytes of [counting(100), join('GET / FTP/1.1\r\n\r\n'), join('HTTP/1.1 2000 OK\r\n\r\n'), join('PRI * HTTP/2.0\r\n\r\n'), new Uint8Array(), join('SSH-2.0-x\r\n\r\n')]) expect(readHttpHead(bytes)).toBeNull();
  });
});
