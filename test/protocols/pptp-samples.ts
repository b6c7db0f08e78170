/** Messages of PPTP. */
import * as build from '../support/packets/pptp.ts';

/** One of each type, in order. */
export const pptpMessages: readonly Uint8Array[] = [
  build.startConnection('client7'),
  build.startReply(5, 2, 'rras1'),
  build.stopRequest(3),
  build.stopReply(2, 6),
  build.echoRequest(0xdeadbeef),
  build.echoReply(0xdeadbeef, 2),
  build.outgoingCall(0x1234, 42),
  build.outgoingReply(0x8001, 0x1234, 2, 4, 17),
  build.incomingCall(0x2222, 43),
  build.incomingReply(0x3333, 0x2222, 3),
  build.incomingConnected(0x3333),
  build.clearRequest(0x1234),
  build.disconnect(0x1234, 3, 0, 16),
  build.wanError(0x1234),
  build.setLinkInfo(0x8001, 0xffffffff, 0x000a0000),
];
