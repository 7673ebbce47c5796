import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createTransport } from 'nodemailer';
import { makePrivateFolder, PRIVATE_FILE } from './files/private-files.js';
import type { Log } from './observability/log.js';
import type { Env } from './settings/env.js';

export interface Letter {
  to: string;
  subject: string;
  text: string;
}

/** Sends mail: by SMTP where it is set, else into files of `<data directory>/mail`. */
export interface Mailer {
  /** @param id of the mail, the same whenever it is sent again: a UUID */
  send(id: string, letter: Letter): Promise<void>;
}

/** A mail server that does not answer must not hold up those that wait for their turn. */
const PATIENCE = { connectionTimeout: 10_000, greetingTimeout: 10_000, socketTimeout: 30_000 };

/** @param env whose `mail.smtpUrl` decides */
export function createMailer(env: Pick<Env, 'mail' | 'dataDir'>, log: Log): Mailer {
  const { smtpUrl, from } = env.mail;
  const messageId = (id: string) => `<${id}@bidwright>`;
  if (smtpUrl) {
    const transport = createTransport({ url: smtpUrl, ...PATIENCE });
    return {
      send: async (id, letter) =>
        void (await transport.sendMail({ from, messageId: messageId(id), ...letter })),
    };
  }
  const writing = createTransport({ streamTransport: true, buffer: true, newline: 'unix' });
  const folder = join(env.dataDir, 'mail');
  return {
    async send(id, letter) {
      const { message } = await writing.sendMail({ from, messageId: messageId(id), ...letter });
      await makePrivateFolder(folder);
      const file = join(folder, `${id}.eml`);
      await writeFile(file, message as Buffer, { mode: PRIVATE_FILE });
      log.info({ to: letter.to, file }, `mail not sent (SMTP_URL is not set): ${letter.subject}`);
    },
  };
}
