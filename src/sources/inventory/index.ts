/** What is on a machine: updates, processes, security services, saved credentials. */
import type { ArtifactSource, CommandSource } from '../../model/source.ts';
import { credentials } from './credentials.ts';
import { deviceGuard } from './device-guard.ts';
import { hotfixes } from './hotfixes.ts';
import { taskList, taskListFile } from './processes.ts';

export const inventoryFiles: readonly ArtifactSource[] = [taskListFile];

export const inventoryCommands: readonly CommandSource[] = [hotfixes, taskList, deviceGuard, credentials];
