/** Win32 and DNS codes that service, name-resolution and RasClient events carry besides the main table. Sources are indexes into ../references.ts. */
import type { CodeRow } from './row.ts';

export const WIN32_MORE: readonly CodeRow[] = [
  [2, 'ERROR_FILE_NOT_FOUND', 'file not found', [20, 17]],
  [3, 'ERROR_PATH_NOT_FOUND', 'path not found', [20, 17]],
  [13, 'ERROR_INVALID_DATA', 'data not valid', [20, 17]],
  [18, 'ERROR_NO_MORE_FILES', 'no more files; seen as the result of a dial with a stale remembered EAP credential', [20, 17]],
  [170, 'ERROR_BUSY', 'resource in use', [20, 17]],
  [995, 'ERROR_OPERATION_ABORTED', 'operation aborted because its thread or application ended', [20, 17]],
  [1062, 'ERROR_SERVICE_NOT_ACTIVE', 'service not started', [20, 17]],
  [1064, 'ERROR_EXCEPTION_IN_SERVICE', 'exception while the service handled a request', [20, 17]],
  [1070, 'ERROR_SERVICE_START_HANG', 'service hung while starting', [20, 17]],
  [1072, 'ERROR_SERVICE_MARKED_FOR_DELETE', 'service marked for deletion', [20, 17]],
  [1075, 'ERROR_SERVICE_DEPENDENCY_DELETED', 'service depends on one that is missing or marked for deletion', [20, 17]],
  [1079, 'ERROR_DIFFERENT_SERVICE_ACCOUNT', 'service account differs from that of other services in the same process', [20, 17]],
  [1115, 'ERROR_SHUTDOWN_IN_PROGRESS', 'system is shutting down', [20, 17]],
  [1168, 'ERROR_NOT_FOUND', 'element not found', [20, 17]],
  [1222, 'ERROR_NO_NETWORK', 'network not present or not started', [20, 17]],
  [1311, 'ERROR_NO_LOGON_SERVERS', 'no logon server available', [20, 17]],
  [1329, 'ERROR_INVALID_WORKSTATION', 'user may not log on at this computer', [20, 17]],
  [1908, 'ERROR_DOMAIN_CONTROLLER_NOT_FOUND', 'no domain controller found', [20, 17]],
  [9002, 'DNS_ERROR_RCODE_SERVER_FAILURE', 'DNS server failure', [96, 17]],
  [9003, 'DNS_ERROR_RCODE_NAME_ERROR', 'DNS name does not exist', [96, 17]],
  [9005, 'DNS_ERROR_RCODE_REFUSED', 'DNS query refused', [96, 17]],
  [9501, 'DNS_INFO_NO_RECORDS', 'name exists but has no record of the type asked', [96, 17]],
];
