/** The signature the tests of loader and lint start from: complete, sound, every clause killed. */

export const EXAMPLE_ID = 'ipsec-13806-no-machine-cert';

export const EXAMPLE = `id: ipsec-13806-no-machine-cert
title: IKEv2 stops with 13806 - the client has no usable machine certificate
status: test
severity: high
tunnel: [IKEv2]
cause: >
  Machine-certificate IKEv2 needs a certificate in the computer's Personal store.
  This computer has none.
applies_when: { record: ras-client.failed, where: { error: 13806 } }
needs:
  certs: { fact: certificate.machine, collect: "certutil -v -store My > machine-certs.txt" }
match:
  per: attempt
  all:
    failed: { record: ras-client.failed, where: { error: 13806 } }
    no_cert: { none: { fact: certificate.machine, where: { private_key: true, eku: { has: client-auth }, valid_at: $failed.time } } }
say: "{failed.connection} failed at {failed.time} (13806). {no_cert.count_seen} certificate(s), none usable: {no_cert.why}."
fix:
  - { do: "Enrol a computer certificate.", on: client, verify: "redial" }
sources: [ { title: "Microsoft Learn: Troubleshoot Always On VPN", url: "https://learn.microsoft.com/" } ]
tests:
  - name: empty store
    given:
      - { record: ras-client.failed, error: 13806, connection: Work, attempt: A }
      - { facts: certificate.machine, complete: true, items: [] }
    expect: matched
    cites: [failed, no_cert]
  - name: near miss - a good certificate is there
    given:
      - { record: ras-client.failed, error: 13806, connection: Work, attempt: A }
      - { facts: certificate.machine, complete: true, items: [ { private_key: true, eku: [client-auth], not_before: 2023-01-01, not_after: 2025-01-01 } ] }
    expect: ruled-out
    by: no_cert
  - name: store not in the bundle
    given:
      - { record: ras-client.failed, error: 13806, connection: Work, attempt: A }
    expect: undecided
    missing: [certs]
`;
