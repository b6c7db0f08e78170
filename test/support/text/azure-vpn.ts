/** Lines of the Azure VPN client's connection log, after the one public sample (verbose lines); the client writes the user's date format. */

export interface AzureVpnLine {
  /** As the user's culture prints it: `3/23/2020 1:28:14 PM`, `23.03.2020 13:28:14`. */
  readonly date: string;
  readonly level: string;
  readonly text: string;
  readonly connection?: string;
}

export function azureVpnLog(lines: readonly AzureVpnLine[]): string {
  return lines.map(({ date, level, text, connection }) => `[${date}] PId:[00025864] TId:[00024864] [${connection ?? 'Contoso Azure'}] [{CD712A18-0000-482C-9F11-7404AD0C7B1B}] [${level}] ${text}\r\n`).join('');
}
