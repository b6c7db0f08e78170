/** Builders of the text artefacts of a bundle; each is written from public outputs and documents, not from the readers. */
export * from './text/encodings.ts';
export * from './text/blocks.ts';
export * from './text/certificates.ts';
export * from './text/code-pages.ts';
export * from './text/collector-log.ts';
export * from './text/network.ts';
export * from './text/phonebook.ts';
export * from './text/services.ts';
export * from './text/vpn-connections.ts';
export * from './text/nps-config.ts';
export * from './text/nps-logs.ts';
export * from './text/traces.ts';
export * from './text/azure-vpn.ts';
export * from './text/filtering-platform.ts';
export * from './text/firewall-log.ts';
export * from './text/vpn-profile-xml.ts';
