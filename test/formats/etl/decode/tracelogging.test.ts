import { describe, expect, it } from 'vitest';
import { eventDecoder, LayoutTable, traitsName } from '../../../../src/formats/etl/decode/index.ts';
import type { EtlEvent } from '../../../../src/formats/etl/index.ts';
import { etlEvent, join, narrow, selfDescribed, u16, u32, u8, utf8, wide } from './build.ts';

const decode = (event: EtlEvent) => eventDecoder({ table: new LayoutTable() })(event);
const field = (name: string, ...bytes: number[]) => join(utf8(name), u8(...bytes));
const said = (event: EtlEvent) => decode(event).fields.map(({ name, value }) => `${name}=${value}`);

describe('events that describe themselves', () => {
  it('name themselves, their provider and their fields', () => {
    const event = selfDescribed('ConnectFailed', [field('ErrorCode', 8), field('Server', 1), field('Größe', 6)], join(u32(809), wide('vpn.contoso.com'), u16(3)), 'Microsoft.Windows.Networking.RAS.Manager');
    expect(decode(event)).toMatchObject({ by: 'tracelogging', fit: 'exact', name: 'ConnectFailed', providerName: 'Microsoft.Windows.Networking.RAS.Manager' });
    expect(said(event)).toEqual(['ErrorCode=809', 'Server=vpn.contoso.com', 'Größe=3']);
  });

  it('count items in the schema or in the data', () => {
    const event = selfDescribed('E', [field('fixed', 0x26, 2, 0), field('open', 0x44), field('mark', 4)], join(u16(500, 4500), u16(3), u8(7, 8, 9), u8(1)));
    expect(said(event)).toEqual(['fixed=500', 'fixed=4500', 'open=7', 'open=8', 'open=9', 'mark=1']);
  });

  it('put lengths before binary and counted text', () => {
    const event = selfDescribed('E', [field('b', 14), field('w', 22), field('a', 23), field('c', 25)], join(u16(2), u8(0xca, 0xfe), u16(2), u8(0x41, 0), u16(1), u8(0x42), u16(0)));
    expect(said(event)).toEqual(['b=CAFE', 'w=A', 'a=B', 'c=']);
  });

  it('hold structures in structures', () => {
    const fields = [field('outer', 24 | 0x80, 2), field('a', 4), field('inner', 24 | 0x80, 1), field('b', 4), field('after', 4)];
    expect(said(selfDescribed('E', fields, u8(1, 2, 3)))).toEqual(['outer.a=1', 'outer.inner.b=2', 'after=3']);
  });

  it('know output types of their own, and tags behind them', () => {
    const fields = [field('yes', 4 | 0x80, 3), field('char', 4 | 0x80, 2), field('utf', 2 | 0x80, 35), field('port', 6 | 0x80, 7 | 0x80, 0x81, 0x01), field('hex', 8 | 0x80, 4)];
    const decoded = decode(selfDescribed('E', fields, join(u8(1, 0x4d), utf8('Zürich'), u8(0x11, 0x94), u32(0xbeef))));
    expect(decoded.fields).toEqual([{ name: 'yes', value: 'true' }, { name: 'char', value: '77', shown: 'M' }, { name: 'utf', value: 'Zürich' }, { name: 'port', value: '37905', shown: '4500' }, { name: 'hex', value: '0xbeef' }]);
  });

  it('keep the bytes of fields only their writer can read', () => {
    const event = selfDescribed('E', [field('custom', 0x60 | 4, 2, 0, 0xaa, 0xbb), field('mark', 4)], join(u16(2), u8(1, 2), u8(9)));
    expect(said(event)).toEqual(['custom=0102', 'mark=9']);
  });

  it('stay undecoded when the schema does not hold together', () => {
    const good = selfDescribed('E', [field('a', 4)], u8(1));
    const schema = good.extended[0]?.data ?? u8();
    for (const data of [u8(), u8(1), schema.subarray(0, 4), join(u16(0xffff), schema.subarray(2, -1)), join(u16(9), u8(0x80, 0x80, 0x80))]) {
      const decoded = decode({ ...good, extended: [{ type: 0x0b, data }] });
      expect([decoded.by, decoded.fields]).toEqual(['undecoded', []]);
    }
    const deep = selfDescribed('E', Array.from({ length: 40 }, () => field('s', 24 | 0x80, 1)), u8());
    expect(decode(deep).by).toBe('undecoded');
  });

  it('have a provider name only if their traits give one', () => {
    expect(traitsName(etlEvent({}))).toBe('');
    expect(traitsName(etlEvent({ extended: [{ type: 0x0c, data: narrow('xxnever ends').subarray(0, 8) }] }))).toBe('');
  });
});
