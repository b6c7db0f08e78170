/** WinHTTP proxy settings. */
import { describe, expect, it } from 'vitest';
import { proxy } from '../../../src/sources/proxy/source.ts';
import { block, readCommands } from '../../support/text.ts';

const fields = (body: string, command = 'netsh winhttp show proxy') => readCommands(proxy, block(command, body)).facts.map((fact) => fact.fields);

describe('netsh winhttp show proxy', () => {
  it.each([
    ['Current WinHTTP proxy settings:', 'Direct access (no proxy server).'],
    ['Aktuelle WinHTTP-Proxyeinstellungen:', 'Direkter Zugriff (kein Proxyserver).'],
    ['Paramètres de proxy WinHTTP en cours :', 'Accès direct (sans serveur proxy).'],
    ['現在の WinHTTP プロキシ設定:', '直接アクセス (プロキシ サーバーなし)。'],
  ])('%s direct', (title, sentence) => {
    expect(fields(`\n${title}\n\n    ${sentence}\n\n`)).toEqual([{ direct: true, server: null, bypass: null }]);
  });
  it('a server, with and without a bypass list', () => {
    expect(fields('\nCurrent WinHTTP proxy settings:\n\n    Proxy Server(s) :  http=proxy.contoso.com:80;https=proxy.contoso.com:443\n    Bypass List     :  <local>;*.contoso.com\n')).toEqual([{ direct: false, server: 'http=proxy.contoso.com:80;https=proxy.contoso.com:443', bypass: '<local>;*.contoso.com' }]);
    expect(fields('\nAktuelle WinHTTP-Proxyeinstellungen:\n\n    Proxyserver:  192.0.2.7:8080\n    Umgehungsliste     :  (Keine)\n')).toEqual([{ direct: false, server: '192.0.2.7:8080', bypass: null }]);
    expect(fields('\n現在の WinHTTP プロキシ設定:\n\n    プロキシ サーバー :  proxy.contoso.com:8080\n    バイパス一覧     :  (なし)\n')).toEqual([{ direct: false, server: 'proxy.contoso.com:8080', bypass: null }]);
  });
  it('the advanced form', () => {
    const json = (more: string) => `\nCurrent WinHTTP advanced proxy settings:\n\n{\n  "ProxyIsEnabled": ${more},\n  "ProxyBypass": "<local>",\n  "AutoConfigIsEnabled": false,\n  "AutoDetect": false,\n  "PerUserProxySettings": true\n}\n`;
    expect(fields(json('true,\n  "Proxy": "192.0.2.7:8080"'), 'netsh winhttp show advproxy')).toEqual([{ direct: false, server: '192.0.2.7:8080', bypass: '<local>' }]);
    expect(fields(json('false,\n  "Proxy": "192.0.2.7:8080"'), 'netsh winhttp show advproxy')).toEqual([{ direct: true, server: null, bypass: null }]);
    expect(fields('{ "ProxyIsEnabled": tru', 'netsh winhttp show advproxy')).toEqual([]);
  });
  it('an unknown subcommand on older systems, nothing', () => {
    expect(fields('The following command was not found: winhttp show advproxy.\n', 'netsh winhttp show advproxy')).toEqual([]);
    expect(fields('')).toEqual([]);
  });
});
