/**
 * Whether a certificate of a `certutil -store` dump has its private key.
 * What the dump shows, in the order it is trusted: error codes; the results of the key tests; the container that was
 * opened; the key properties. Only the sentences are localised, and a sentence nobody knows leaves the answer open.
 */

/** NTE_BAD_KEYSET, NTE_NO_KEY, CRYPT_E_NO_KEY_PROPERTY, NTE_KEYSET_NOT_DEF, NTE_NOT_FOUND */
const NO_KEY_CODE = /0x(?:80090016|8009000d|8009200b|80090019|80090011)/i;

/** Encryption or signature test passed; accents may have been lost on the way. */
const PASSED = [
  /test passed/i,
  /test.{0,12}(?:durchgef.{1,4}hrt|erfolgreich|bestanden)/i,
  /test .{0,30}r.{1,2}ussi|succ.{1,3}s du test/i,
  /テスト.{0,10}(?:成功|合格|パス|完了)/,
  /prueba .{0,30}(?:correcta|superada)/i,
  /test .{0,30}superat/i,
];

/** Missing stored keyset; cannot find the certificate and private key. */
const MISSING = [
  /missing stored keyset|\bkeyset\b/i,
  /cannot find the certificate and private key/i,
  /schl.{1,3}sselsatz/i,
  /zertifikat und .{0,12}privater? schl.{1,3}ssel .{0,40}nicht gefunden/i,
  /(?:zertifikat|schl.{1,3}ssel).{0,60}(?:nicht gefunden|fehlt|nicht vorhanden)/i,
  /jeu de cl.{1,3}s/i,
  /impossible de trouver le certificat/i,
  /キー ?セット|秘密キー.{0,20}(?:見つかりません|ありません)/,
  /conjunto de claves|no se (?:puede|encuentra).{0,30}certificado/i,
];

/** `Unique container name: <md5>_<machine guid>`: printed only when the container could be opened. */
const OPENED_CONTAINER = /^[^=:：]+[:：]\s*[0-9a-f]{32}_[0-9a-f]{8}-[0-9a-f]{4}-/i;

const KEY_PROPERTY = /CERT_KEY_PROV_INFO_PROP_ID|_PROP_ID\(2\)/;

/**
 * True, false, or undefined when the dump does not tell.
 * @param tail Lines of the certificate after its hashes.
 * @param isClosed Whether the dump goes on after this certificate, so that nothing of it is cut off.
 */
export function readPrivateKey(tail: readonly string[], isClosed: boolean): boolean | undefined {
  if (tail.some((line) => NO_KEY_CODE.test(line))) return false;
  if (tail.some((line) => PASSED.some((sentence) => sentence.test(line)))) return true;
  if (tail.some((line) => MISSING.some((sentence) => sentence.test(line)))) return false;
  if (!hasProvider(tail)) return isClosed ? false : undefined;
  if (!isClosed) return undefined;
  if (tail.some((line) => OPENED_CONTAINER.test(line))) return true;
  // Two closing sentences: the key may not be exported, and its test. One alone may be either verdict.
  return countSentences(tail) === 1 ? undefined : true;
}

function hasProvider(tail: readonly string[]): boolean {
  if (tail.some((line) => KEY_PROPERTY.test(line))) return true;
  // A short dump shows `Key Container = …` and `Provider = …` under the hash; a long one names its properties.
  if (tail.some((line) => /_PROP_ID\(/.test(line))) return false;
  return tail.some((line) => /^\s*[^\s=][^=]*?[\s\u00a0]=\s+\S/.test(line));
}

/** Lines at the end of the certificate that are neither properties nor labelled values. */
function countSentences(tail: readonly string[]): number {
  let count = 0;
  for (const line of tail.toReversed()) {
    const text = line.trim();
    if (text === '' && count === 0) continue;
    if (text === '' || /\s(?:=|--)\s|[:：]\s|[:：]$/.test(text) || !/\s|[\u3000-\u9fff]/.test(text)) break;
    count += 1;
  }
  return count;
}
