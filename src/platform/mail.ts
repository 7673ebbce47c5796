import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createTransport } from 'nodemailer';
import type { Env } from './env.js';
import { newId } from './ids.js';
import type { Log } from './log.js';
import { makePrivateFolder, PRIVATE_FILE } from './private-files.js';

export interface Mail {
  to: string;
  subject: string;
  text: string;
}

/** Sends mail: by SMTP where it is set, else into files of `<data directory>/mail`. */
export interface Mailer {
  send(mail: Mail): Promise<void>;
  /** The same where whoever asks must not learn whether there was a mail to send: that one fails is in the log alone. */
  tell(mail: Mail): Promise<void>;
}

/** @param env whose `mail.smtpUrl` decides */
export function createMailer(env: Pick<Env, 'mail' | 'dataDir'>, log: Log): Mailer {
  const send = sender(env, log);
  return {
    send,
    tell: (mail) =>
      send(mail).catch((error: unknown) =>
        log.error({ err: error, to: mail.to }, `a mail was not sent: ${mail.subject}`),
      ),
  };
}

function sender(env: Pick<Env, 'mail' | 'dataDir'>, log: Log): Mailer['send'] {
  const { smtpUrl, from } = env.mail;
  if (smtpUrl) {
    const transport = createTransport(smtpUrl);
    return async (mail) => void (await transport.sendMail({ from, ...mail }));
  }
  const writing = createTransport({ streamTransport: true, buffer: true, newline: 'unix' });
  const folder = join(env.dataDir, 'mail');
  return async (mail) => {
    const { message } = await writing.sendMail({ from, ...mail });
    await makePrivateFolder(folder);
    const file = join(folder, `${newId()}.eml`);
    await writeFile(file, message as Buffer, { mode: PRIVATE_FILE });
    log.info({ to: mail.to, file }, `mail not sent (SMTP_URL is not set): ${mail.subject}`);
  };
}
