// Makes an authority and the certificate of a server on loopback that it signed. Must not know who
// uses them.

import { spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** Writes ca.crt, server.crt and server.key into a folder; they hold for a day. */
export function makeCertificate(folder: string): void {
  const key = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes'];
  openssl(folder, 'req', '-x509', ...key, '-keyout', 'ca.key', '-out', 'ca.crt', '-days', '1', [
    '-subj',
    '/CN=authority of a test',
  ]);
  openssl(folder, 'req', ...key, '-keyout', 'server.key', '-out', 'server.csr', [
    '-subj',
    '/CN=localhost',
  ]);
  writeFileSync(join(folder, 'names'), 'subjectAltName=DNS:localhost,IP:127.0.0.1\n');
  const authority = ['-CA', 'ca.crt', '-CAkey', 'ca.key', '-CAcreateserial'];
  const files = ['-in', 'server.csr', '-out', 'server.crt', '-extfile', 'names'];
  openssl(folder, 'x509', '-req', ...files, ...authority, '-days', '1');
}

function openssl(cwd: string, ...words: readonly (string | string[])[]): void {
  const { status, stderr } = spawnSync('openssl', words.flat(), { cwd, encoding: 'utf8' });
  if (status !== 0) throw new Error(`openssl ${words.flat().join(' ')}: ${stderr}`);
}
