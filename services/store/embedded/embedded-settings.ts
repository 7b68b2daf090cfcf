import { totalmem } from 'node:os'

const MB = 1024 * 1024
const clamp = (value: number, low: number, high: number): number =>
  Math.min(high, Math.max(low, Math.round(value)))

/**
 * Settings of the embedded server: every commit is on disk when it is acknowledged, long checkpoints for steady ingest.
 * 1/24 of the memory for buffers (1 GB of 24), because the Node processes share the machine. The packaged build has no
 * lz4, and pglz would cost more CPU than the WAL it saves: no wal_compression.
 */
export const embeddedSettings = (
  memoryBytes: number = totalmem(),
): Readonly<Record<string, string>> => {
  const memoryMb = memoryBytes / MB
  return {
    fsync: 'on',
    synchronous_commit: 'on',
    full_page_writes: 'on',
    shared_buffers: `${clamp(memoryMb / 24, 128, 4096)}MB`,
    effective_cache_size: `${clamp(memoryMb / 2, 256, 65_536)}MB`,
    work_mem: '16MB',
    maintenance_work_mem: `${clamp(memoryMb / 48, 64, 1024)}MB`,
    wal_buffers: '64MB',
    min_wal_size: '256MB',
    max_wal_size: '4GB',
    checkpoint_timeout: '15min',
    checkpoint_completion_target: '0.9',
    // A batch is dozens of rows: compiling and planning in parallel cost more than they save.
    jit: 'off',
    random_page_cost: '1.1',
    max_connections: '100',
    // Insert-heavy tables: the visibility map and the freeze should keep pace, two workers leave cores for ingest.
    autovacuum_max_workers: '2',
    autovacuum_naptime: '15s',
    autovacuum_vacuum_insert_scale_factor: '0.1',
    autovacuum_analyze_scale_factor: '0.05',
    timezone: 'UTC',
    log_timezone: 'UTC',
    log_checkpoints: 'off',
    // Not errors of statements: their callers hear of them, and a duplicate a batch would fill the disk.
    log_min_messages: 'log',
    listen_addresses: '127.0.0.1',
    unix_socket_directories: '',
  }
}
