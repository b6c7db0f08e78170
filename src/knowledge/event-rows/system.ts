/** Services, devices, clock. Sources are indexes into ../references.ts. */
import type { EventGroup } from './row.ts';

export const SYSTEM_EVENTS: readonly EventGroup[] = [
  {
    provider: 'Service Control Manager',
    channel: 'System',
    rows: [
      { id: 7000, version: 0, level: 'always', name: 'service.start-failed', text: 'service could not start', fields: ['service', 'display_name', 'error:code'], data: ['param1', 'param2'], about: { param1: 'service display name or name', param2: 'error or state' }, side: 'client|server|npsdc', basis: 'documented', sources: [83] },
      { id: 7001, version: 0, level: 'always', name: 'service.dependency-failed', text: 'dependency service not running', fields: ['service', 'display_name', 'depends_on', 'error:code'], data: ['param1', 'param2', 'param3'], about: { param1: 'service display name or name', param2: 'error or state' }, side: 'client|server|npsdc', basis: 'documented', sources: [83] },
      { id: 7003, version: 0, level: 'always', name: 'service.dependency-missing', text: 'service depends on missing service', fields: ['service', 'display_name', 'depends_on'], data: ['param1', 'param2'], about: { param1: 'service display name or name', param2: 'error or state' }, side: 'client|server|npsdc', basis: 'documented', sources: [83] },
      { id: 7009, version: 0, level: 'always', name: 'service.start-timeout', text: 'start time-out', fields: ['service', 'display_name', 'timeout_ms:number'], data: ['param1', 'param2'], about: { param1: 'service display name or name', param2: 'error or state' }, side: 'client|server|npsdc', basis: 'documented', sources: [83] },
      { id: 7011, version: 0, level: 'always', name: 'service-control-manager.7011', text: 'transaction time-out', fields: ['param1', 'param2'], about: { param1: 'service display name or name', param2: 'error or state' }, side: 'client|server|npsdc', basis: 'documented', sources: [83] },
      { id: 7016, version: 0, level: 'always', name: 'service-control-manager.7016', text: 'bad state', fields: ['param1', 'param2'], about: { param1: 'service display name or name', param2: 'error or state' }, side: 'client|server|npsdc', basis: 'documented', sources: [83] },
      { id: 7022, version: 0, level: 'always', name: 'service.hung', text: 'hung on start', fields: ['service', 'display_name'], data: ['param1'], about: { param1: 'service display name or name' }, side: 'client|server|npsdc', basis: 'documented', sources: [83] },
      { id: 7023, version: 0, level: 'always', name: 'service.ended-with-error', text: 'ended with error', fields: ['service', 'display_name', 'error:code'], data: ['param1', 'param2'], about: { param1: 'service display name or name', param2: 'error or state' }, side: 'client|server|npsdc', basis: 'documented', sources: [83] },
      { id: 7024, version: 0, level: 'always', name: 'service.ended-with-specific-error', text: 'ended with service-specific error (RemoteAccess)', fields: ['service', 'display_name', 'error:code'], data: ['param1', 'param2'], about: { param1: 'service display name or name', param2: 'error or state' }, side: 'client|server|npsdc', basis: 'documented', sources: [83] },
      { id: 7026, version: 0, level: 'always', name: 'service-control-manager.7026', text: 'boot driver did not load', fields: ['param1'], about: { param1: 'service display name or name' }, side: 'client|server|npsdc', basis: 'documented', sources: [83] },
      { id: 7031, version: 0, level: 'always', name: 'service.crashed', text: 'crashed; restart follows', fields: ['service', 'display_name', 'times:number'], data: ['param1', 'param2', 'param3', 'param4', 'param5'], about: { param1: 'service display name or name', param2: 'error or state' }, side: 'client|server|npsdc', basis: 'documented', sources: [83] },
      { id: 7032, version: 0, level: 'always', name: 'service-control-manager.7032', text: 'restart attempt failed', fields: ['param1', 'param2', 'param3', 'param4'], about: { param1: 'service display name or name', param2: 'error or state' }, side: 'client|server|npsdc', basis: 'documented', sources: [83] },
      { id: 7034, version: 0, level: 'always', name: 'service.crashed', text: 'crashed repeatedly', fields: ['service', 'display_name', 'times:number'], data: ['param1', 'param2'], about: { param1: 'service display name or name', param2: 'error or state' }, side: 'client|server|npsdc', basis: 'documented', sources: [83] },
      { id: 7036, version: 0, level: 'always', name: 'service.state-changed', text: 'state changed (running or stopped)', fields: ['service', 'display_name', 'state'], data: ['param1', 'param2'], about: { param1: 'service display name or name', param2: 'error or state' }, side: 'client|server|npsdc', basis: 'documented', sources: [83] },
      { id: 7040, version: 0, level: 'always', name: 'service.start-type-changed', text: 'start type changed', fields: ['service', 'display_name', 'from', 'to'], data: ['param1', 'param2', 'param3', 'param4'], about: { param1: 'service display name or name', param2: 'error or state' }, side: 'client|server|npsdc', basis: 'documented', sources: [83] },
      { id: 7045, version: 0, level: 'always', name: 'service.installed', text: 'service installed', fields: ['service', 'display_name', 'image', 'start_type'], data: ['ServiceName', 'ImagePath', 'ServiceType', 'StartType', 'AccountName'], side: 'client|server|npsdc', basis: 'documented', sources: [83] },
    ],
  },
  {
    provider: 'Microsoft-Windows-Kernel-PnP',
    channel: 'Microsoft-Windows-Kernel-PnP/Configuration',
    rows: [
      { id: 400, version: 0, level: 'information', name: 'pnp.device-configured', text: 'device configured', fields: ['device', 'problem:number', 'status:code'], data: ['DeviceInstanceId', 'DriverName', 'ClassGuid', 'DriverDate', 'DriverVersion', 'DriverProvider', 'DriverInbox', 'DriverSection', 'DriverRank', 'MatchingDeviceId', 'OutrankedDrivers', 'DeviceUpdated', 'Status', 'ParentDeviceInstanceId'], about: { DeviceInstanceId: 'look for ROOT\\MS_NDISWANIP, MS_AGILEVPNMINIPORT, MS_SSTPMINIPORT, MS_L2TPMINIPORT, MS_PPTPMINIPORT (SWD\\MSRRAS)', Status: 'NTSTATUS' }, side: 'client|server', basis: 'documented', sources: [84] },
      { id: 410, version: 0, level: 'information', name: 'pnp.device-started', text: 'device started', fields: ['device', 'problem:number', 'status:code'], data: ['DeviceInstanceId', 'DriverName', 'ClassGuid', 'ServiceName', 'LowerFilters', 'UpperFilters', 'Problem', 'Status'], about: { DeviceInstanceId: 'look for ROOT\\MS_NDISWANIP, MS_AGILEVPNMINIPORT, MS_SSTPMINIPORT, MS_L2TPMINIPORT, MS_PPTPMINIPORT (SWD\\MSRRAS)', Problem: 'CM_PROB code', Status: 'NTSTATUS' }, side: 'client|server', basis: 'documented', sources: [84] },
      { id: 411, version: 0, level: 'error', name: 'pnp.device-failed', text: 'device failed to start; Problem and Status', fields: ['device', 'problem:number', 'status:code'], data: ['DeviceInstanceId', 'DriverName', 'ClassGuid', 'ServiceName', 'LowerFilters', 'UpperFilters', 'Problem', 'Status'], about: { DeviceInstanceId: 'look for ROOT\\MS_NDISWANIP, MS_AGILEVPNMINIPORT, MS_SSTPMINIPORT, MS_L2TPMINIPORT, MS_PPTPMINIPORT (SWD\\MSRRAS)', Problem: 'CM_PROB code', Status: 'NTSTATUS' }, side: 'client|server', basis: 'documented', sources: [84] },
      { id: 420, version: 0, level: 'information', name: 'pnp.device-removed', text: 'device removed', fields: ['device', 'problem:number', 'status:code'], data: ['DeviceInstanceId', 'ClassGuid', 'Problem', 'Status'], about: { DeviceInstanceId: 'look for ROOT\\MS_NDISWANIP, MS_AGILEVPNMINIPORT, MS_SSTPMINIPORT, MS_L2TPMINIPORT, MS_PPTPMINIPORT (SWD\\MSRRAS)', Problem: 'CM_PROB code', Status: 'NTSTATUS' }, side: 'client|server', basis: 'documented', sources: [84] },
      { id: 430, version: 0, level: 'information', name: 'kernel-pnp.430', text: 'device needs more installation', fields: ['device_instance_id'], about: { device_instance_id: 'look for ROOT\\MS_NDISWANIP, MS_AGILEVPNMINIPORT, MS_SSTPMINIPORT, MS_L2TPMINIPORT, MS_PPTPMINIPORT (SWD\\MSRRAS)' }, side: 'client|server', basis: 'documented', sources: [84] },
      { id: 442, version: 0, level: 'warning', name: 'kernel-pnp.442', text: 'device settings not migrated', fields: ['device_instance_id', 'last_device_instance_id', 'class_guid', 'location_path', 'migration_rank', 'present:boolean', 'status:code'], about: { device_instance_id: 'look for ROOT\\MS_NDISWANIP, MS_AGILEVPNMINIPORT, MS_SSTPMINIPORT, MS_L2TPMINIPORT, MS_PPTPMINIPORT (SWD\\MSRRAS)', status: 'NTSTATUS' }, side: 'client|server', basis: 'documented', sources: [84] },
    ],
  },
  {
    provider: 'Microsoft-Windows-UserPnp',
    channel: 'System',
    rows: [
      { id: 20001, version: 0, level: 'information', name: 'pnp.driver-installed', text: 'driver installed for device; InstallStatus', fields: ['device', 'install_status:code'], data: ['DriverName', 'DriverVersion', 'DriverProvider', 'DeviceInstanceID', 'SetupClass', 'RebootOption', 'UpgradeDevice', 'IsDriverOEM', 'InstallStatus', 'DriverDescription'], about: { InstallStatus: '0 means success' }, side: 'client|server', basis: 'event symbol in manifest', sources: [85] },
      { id: 20003, version: 0, level: 'information', name: 'userpnp.20003', text: 'service added for device', fields: ['service_name', 'driver_file_name', 'device_instance_id', 'primary_service:boolean', 'update_service:boolean', 'add_service_status:code'], side: 'client|server', basis: 'event symbol in manifest', sources: [85] },
    ],
  },
  {
    provider: 'Microsoft-Windows-Time-Service',
    channel: 'System',
    rows: [
      { id: 34, version: 0, level: 'error', name: 'time-service.34', text: 'time change too large, refused', fields: ['system_time_change_seconds:number', 'max_system_time_change_seconds:number', 'time_source'], side: 'client|server|npsdc', basis: 'documented', sources: [86] },
      { id: 36, version: 0, level: 'warning', name: 'time-service.36', text: 'no sync for a long time', fields: ['unsynchronized_time_seconds:number', 'time_remaining_to_set_local_clock_free_running_seconds:number'], side: 'client|server|npsdc', basis: 'documented', sources: [86] },
      { id: 47, version: 0, level: 'warning', name: 'time-service.47', text: 'time source did not answer', fields: ['manual_peer', 'error_message'], side: 'client|server|npsdc', basis: 'documented', sources: [86] },
      { id: 50, version: 0, level: 'warning', name: 'time-service.50', text: 'large clock difference detected', fields: ['time_difference_milliseconds:number', 'time_sample_seconds:number'], side: 'client|server|npsdc', basis: 'documented', sources: [86] },
      { id: 52, version: 0, level: 'warning', name: 'time-service.52', text: 'time set with offset', fields: ['time_offset_seconds:number'], side: 'client|server|npsdc', basis: 'documented', sources: [86] },
      { id: 129, version: 0, level: 'warning', name: 'time-service.129', text: 'no time peer found', fields: ['error_message', 'retry_minutes:number'], side: 'client|server|npsdc', basis: 'documented', sources: [86] },
      { id: 134, version: 0, level: 'warning', name: 'time-service.134', text: 'name of time peer not resolved', fields: ['error_message', 'retry_minutes:number', 'domain_peer'], side: 'client|server|npsdc', basis: 'documented', sources: [86] },
    ],
  },
];
