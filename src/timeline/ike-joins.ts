/**
 * The other side of an attempt's IKE conversations: the initiator chooses its SPI at random (RFC 7296, 2.6), so that one value is
 * one conversation on every machine, whatever the clocks say.
 */
import type { Join } from '../model/case.ts';
import type { LogRecord } from '../model/records.ts';
import type { Draft } from './client-attempts.ts';

/** Attempts with what other machines saw of the IKE conversations they hold. */
export function joinIke(attempts: readonly Draft[], records: readonly LogRecord[]): readonly Draft[] {
  const bySpi = new Map<string, number[]>();
  records.forEach((record, index) => {
    const spi = spiOf(record);
    const known = spi === null ? undefined : bySpi.get(spi);
    if (known !== undefined) known.push(index);
    else if (spi !== null) bySpi.set(spi, [index]);
  });
  return bySpi.size === 0 ? attempts : attempts.map((attempt) => withOtherSide(attempt, bySpi, records));
}

function withOtherSide(attempt: Draft, bySpi: ReadonlyMap<string, readonly number[]>, records: readonly LogRecord[]): Draft {
  const hostOf = (index: number): string | undefined => records[index]?.host;
  const spis = new Set(attempt.records.flatMap((index) => spiOf(records[index]) ?? []));
  const others = [...spis].map((spi) => ({ spi, indexes: (bySpi.get(spi) ?? []).filter((index) => hostOf(index) !== attempt.host && !attempt.records.includes(index)) })).filter(({ indexes }) => indexes.length > 0);
  if (others.length === 0) return attempt;
  const hosts = new Set(others.flatMap(({ indexes }) => indexes.map(hostOf)).filter((host) => host !== undefined));
  const joins: Join[] = [...others.map(({ spi }): Join => ({ kind: 'ike-spi', value: spi, strength: 'exact' })), ...[...hosts].map((host): Join => ({ kind: 'server', value: host, strength: 'exact' }))];
  return { ...attempt, joins: [...attempt.joins, ...joins], records: [...attempt.records, ...others.flatMap(({ indexes }) => indexes)] };
}

/** Captures and traces write it in one form; the first message has no other. */
function spiOf(record: LogRecord | undefined): string | null {
  const spi = record?.fields['initiator_spi'];
  return typeof spi === 'string' && /^(?:0x)?[0-9a-f]{16}$/i.test(spi) && !/^(?:0x)?0+$/i.test(spi) ? spi.toLowerCase().replace(/^0x/, '') : null;
}
