import type { AddressInfo } from 'node:net';
import { createServer, type Socket } from 'node:net';

export interface ReceivedMail {
  from: string;
  to: string[];
  /** The text, decoded from quoted-printable. */
  text: string;
}

/** A mail server on loopback (RFC 5321, as far as one needs it to take mail) that keeps what it is sent. */
export interface SmtpServer extends AsyncDisposable {
  /** For `SMTP_URL`. */
  url: string;
  mails: ReceivedMail[];
  /** What it answers to everybody whom a mail is for, such as "451 later"; null to take it. */
  refuses: string | null;
  /** The latest mail to an address; waits for one where there is none yet. */
  mailTo(address: string): Promise<ReceivedMail>;
}

const decoded = (text: string) =>
  text
    .replace(/=\r\n/g, '')
    .replace(/=([0-9A-F]{2})/g, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)))
    .replace(/\r\n/g, '\n');

export async function smtpServer(): Promise<SmtpServer> {
  const mails: ReceivedMail[] = [];
  const waiting = new Set<() => void>();
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket.on('close', () => sockets.delete(socket)).on('error', () => {}));
    converse(
      socket,
      () => state.refuses,
      (mail) => {
        mails.push(mail);
        for (const look of [...waiting]) look();
      },
    );
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const state: SmtpServer = {
    refuses: null,
    url: `smtp://127.0.0.1:${(server.address() as AddressInfo).port}`,
    mails,
    mailTo: (address) =>
      new Promise((resolve) => {
        const look = () => {
          const mail = mails.findLast(({ to }) => to.includes(address));
          if (!mail) return;
          waiting.delete(look);
          resolve(mail);
        };
        waiting.add(look);
        look();
      }),
    async [Symbol.asyncDispose]() {
      for (const socket of sockets) socket.destroy();
      await new Promise((resolve) => server.close(resolve));
    },
  };
  return state;
}

/** Speaks with one client: commands line by line, and after DATA the text up to a line with a single dot. */
function converse(socket: Socket, refusal: () => string | null, receive: (mail: ReceivedMail) => void): void {
  let mail: ReceivedMail = { from: '', to: [], text: '' };
  let rest = '';
  let isData = false;
  const say = (line: string) => socket.write(`${line}\r\n`);
  const addressIn = (line: string) => /<([^>]*)>/.exec(line)?.[1] ?? '';
  const command = (line: string) => {
    const verb = line.slice(0, 4).toUpperCase();
    if (verb === 'MAIL') mail = { from: addressIn(line), to: [], text: '' };
    const refused = verb === 'RCPT' ? refusal() : null;
    if (refused) return void say(refused);
    if (verb === 'RCPT') mail.to.push(addressIn(line));
    if (verb === 'QUIT') return void socket.end('221 bye\r\n');
    isData = verb === 'DATA';
    say(isData ? '354 go on' : '250 ok');
  };
  say('220 loopback');
  socket.setEncoding('utf8').on('data', (chunk) => {
    rest += chunk;
    for (;;) {
      const end = rest.indexOf(isData ? '\r\n.\r\n' : '\r\n');
      if (end < 0) return;
      const part = rest.slice(0, end);
      rest = rest.slice(end + (isData ? 5 : 2));
      if (isData) {
        isData = false;
        receive({ ...mail, text: decoded(part) });
        say('250 kept');
      } else command(part);
    }
  });
}
