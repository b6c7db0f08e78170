/** Comparable account names out of the forms Windows writes. */

/**
 * The account part of a user name, lower case: `CONTOSO\user1`, `user1@contoso.com`, `contoso.com/Users/user1` and `user1` are all `user1`.
 * Returns null for nothing, `{NA}` and `-`, which stand for "not known".
 */
export function accountName(user: unknown): string | null {
  if (typeof user !== 'string') return null;
  const text = user.trim();
  if (text === '' || text === '-' || /^\{NA\}$/i.test(text)) return null;
  const afterDomain = text.slice(Math.max(text.lastIndexOf('\\'), text.lastIndexOf('/')) + 1);
  const at = afterDomain.indexOf('@');
  const name = at > 0 ? afterDomain.slice(0, at) : afterDomain;
  return name === '' ? null : name.toLowerCase();
}
