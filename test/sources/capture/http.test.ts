/** HTTP through a capture: revocation, proxies and sign-in pages. */
import { describe, expect, it } from 'vitest';
import { join } from '../../support/packets/ip.ts';
import { capture, noise, START } from './support.ts';
import { ack, HTTPS, packetOf, psh, SERVER6, US6, type Ends, type Segment } from './tcp-support.ts';

const WEB: Ends = { ...HTTPS, serverPort: 80 };
const PROXY: Ends = { ...HTTPS, serverPort: 8080 };
const say = (at: number, from: 'client' | 'server', text: string, offset = 0): Segment => ({ at, from, flags: ack | psh, offset, payload: join(text) });
const get = (target: string, host: string): string => `GET ${target} HTTP/1.1\r\nConnection: Keep-Alive\r\nUser-Agent: Microsoft-CryptoAPI/10.0\r\nHost: ${host}\r\n\r\n`;
const requests = (ends: Ends, segments: readonly Segment[], more = {}) => capture(segments.map((segment) => packetOf(ends, segment)), more).records.filter(({ name }) => name === 'capture.http');
/** As Windows writes it: DER in base64. */
const OCSP = '/MFEwTzBNMEswSTAJBgUrDgMCGgUABBTBL0V27RVZ7LBduom%2FnYB45SPUEwQU5Z1ZMIJHWMys%2BghUNoZ7OrUETfACEA%3D%3D';

describe('HTTP in a capture', () => {
  it('tells of the download of a revocation list, and of each on one connection', () => {
    const found = requests(WEB, [say(0, 'client', get('/root.crl?x=1', 'crl.contoso.com')), say(0.1, 'server', 'HTTP/1.1 200 OK\r\nContent-Type: application/pkix-crl\r\nContent-Length: 9\r\n\r\n123456789'), say(1, 'client', get('/sub.CRL', 'crl.contoso.com:80'), 200), say(1.1, 'server', 'HTTP/1.1 404 Not Found\r\n\r\n', 200)]);
    expect(found).toMatchObject([
      { time: START, severity: 'info', code: 200, fields: { purpose: 'crl', method: 'GET', web_host: 'crl.contoso.com', path: '/root.crl', server_port: 80, from_us: true, sent: 1, answered: true, status: 200, content_type: 'application/pkix-crl', frames: [1, 2] } },
      { severity: 'warning', code: 404, fields: { web_host: 'crl.contoso.com', path: '/sub.CRL', status: 404, frames: [3, 4] } },
    ]);
  });

  it('says that no answer came only where silence proves it', () => {
    const asked = [0, 1, 3].map((at) => say(at, 'client', get('/root.crl', 'crl.contoso.com')));
    expect(requests(WEB, asked)).toMatchObject([{ severity: 'warning', fields: { answered: false, sent: 3 } }]);
    expect(requests(WEB, asked, { eventsLost: 1 })[0]?.fields).not.toHaveProperty('answered');
    expect(requests(WEB, asked, { packets: [...asked.map((segment) => packetOf(WEB, segment)), ...noise(5)] })[0]?.fields).not.toHaveProperty('answered');
  });

  it('knows OCSP by what is sent, by the path and by the host', () => {
    expect(requests({ ...WEB, client: US6, server: SERVER6 }, [say(0, 'client', get(OCSP, 'pki.contoso.com'))])).toMatchObject([{ fields: { purpose: 'ocsp', server_address: SERVER6, path: OCSP } }]);
    expect(requests(WEB, [say(0, 'client', 'POST /check HTTP/1.1\r\nContent-Type: application/ocsp-request\r\nHost: pki.contoso.com\r\n\r\n')])).toMatchObject([{ fields: { purpose: 'ocsp', method: 'POST' } }]);
    expect(requests({ ...WEB, link: 'wifi' }, [say(0, 'client', get('/', 'ocsp.contoso.com'))])).toMatchObject([{ fields: { purpose: 'ocsp' } }]);
  });

  it('tells what a proxy says to a connection through it', () => {
    const refused = [say(0, 'client', 'CONNECT vpn.contoso.com:443 HTTP/1.0\r\nHost: vpn.contoso.com:443\r\n\r\n'), say(0.1, 'server', 'HTTP/1.1 407 Proxy Authentication Required\r\nProxy-Authenticate: Negotiate\r\nContent-Length: 0\r\n\r\n')];
    const found = requests(PROXY, refused);
    expect(found).toMatchObject([{ fields: { purpose: 'proxy-connect', method: 'CONNECT', web_host: 'vpn.contoso.com', server_port: 8080, status: 407, proxy_authenticate: 'Negotiate' } }]);
    expect(found[0]?.fields).not.toHaveProperty('path');
    expect(requests(PROXY, [say(0, 'client', get('http://crl.contoso.com/root.crl', 'crl.contoso.com'))])).toMatchObject([{ fields: { purpose: 'crl', web_host: 'crl.contoso.com', path: '/root.crl' } }]);
  });

  it('tells where a sign-in page sends the test of Windows', () => {
    expect(requests(WEB, [say(0, 'client', get('/connecttest.txt', 'www.msftconnecttest.com')), say(0.1, 'server', 'HTTP/1.1 302 Found\r\nLocation: http://portal.contoso.com/login?u=user1\r\n\r\n')])).toMatchObject([{ fields: { purpose: 'internet-test', status: 302, redirect_host: 'portal.contoso.com' } }]);
  });

  it('says nothing of other requests', () => {
    expect(requests(WEB, [say(0, 'client', get('/private?q=1', 'www.contoso.com')), say(0.1, 'server', 'HTTP/1.1 200 OK\r\n\r\n')])).toEqual([]);
  });

  it('reads the beginning of a request that was cut', () => {
    expect(requests({ ...WEB, cutTo: 128 }, [say(0, 'client', get('/root.crl', 'crl.contoso.com')), say(0.1, 'server', 'HTTP/1.1 200 OK\r\nContent-Type: application/pkix-crl\r\n\r\n')])).toMatchObject([{ fields: { purpose: 'crl', path: '/root.crl', status: 200 } }]);
  });
});
