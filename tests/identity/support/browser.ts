import { createHash, randomBytes } from 'node:crypto';
import { PUBLIC_URL } from './openid.js';

export interface Page {
  /** Where the browser ended. */
  url: URL;
  status: number;
  text: string;
}

/** A browser as far as sign-ins need one: it keeps cookies and follows redirects, to our service under its public name. */
export class Browser {
  readonly #cookies = new Map<string, Map<string, string>>();

  /** @param service where our service really is; `publicUrl` is what the browser knows it by */
  constructor(
    private readonly service: string,
    private readonly publicUrl = PUBLIC_URL,
  ) {}

  /** The value of one of our cookies; null where there is none. */
  cookie(name: string): string | null {
    return this.#cookies.get(this.publicUrl)?.get(name) || null;
  }

  setCookie(name: string, value: string): void {
    this.#jar(this.publicUrl).set(name, value);
  }

  /** Follows redirects until there is a page, or an address that `until` holds back. */
  async open(address: string, until: (url: URL) => boolean = () => false): Promise<Page> {
    let url = new URL(address, this.publicUrl);
    for (let hops = 0; hops < 20; hops++) {
      const isHere = ['127.0.0.1', 'localhost'].includes(url.hostname);
      const isStranger = ![this.publicUrl, this.service].includes(url.origin) && !isHere;
      if (until(url) || isStranger) return { url, status: 0, text: '' };
      const response = await this.#fetch(url);
      const location = response.headers.get('location');
      if (!location) return { url, status: response.status, text: await response.text() };
      await response.body?.cancel();
      url = new URL(location, url);
      // Our own pages are a frontend's business.
      if (url.origin === this.publicUrl && !url.pathname.startsWith('/auth/'))
        return { url, status: 0, text: '' };
    }
    throw new Error(`${address} redirects in a circle`);
  }

  /** Runs an operation with the cookies of our service. */
  async ask(query: string, variables: object = {}) {
    const response = await fetch(`${this.service}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', cookie: this.#header(this.publicUrl) },
      body: JSON.stringify({ query, variables }),
    });
    this.#keep(this.publicUrl, response);
    return response.json();
  }

  async #fetch(url: URL): Promise<Response> {
    const { origin } = url;
    const target = origin === this.publicUrl ? `${this.service}${url.pathname}${url.search}` : url;
    const response = await fetch(target, { redirect: 'manual', headers: { cookie: this.#header(origin) } });
    this.#keep(origin, response);
    return response;
  }

  #keep(origin: string, response: Response): void {
    for (const line of response.headers.getSetCookie()) {
      const [, name, value] = /^([^=]+)=([^;]*)/.exec(line)!;
      const expires = /expires=([^;]+)/i.exec(line)?.[1];
      const isOver = /max-age=0(;|$)/i.test(line) || (expires && new Date(expires) <= new Date());
      if (isOver) this.#jar(origin).delete(name!);
      else this.#jar(origin).set(name!, value!);
    }
  }

  #jar(origin: string): Map<string, string> {
    if (!this.#cookies.has(origin)) this.#cookies.set(origin, new Map());
    return this.#cookies.get(origin)!;
  }

  #header(origin: string): string {
    return [...this.#jar(origin)].map(([name, value]) => `${name}=${value}`).join('; ');
  }
}

/** What a frontend with bearer tokens gets: a ticket, and the verifier that it kept. */
export async function ticketOf(browser: Browser, purpose = 'sign-in') {
  const verifier = randomBytes(32).toString('base64url');
  const challenge = createHash('sha256').update(verifier).digest('base64url');
  const { url } = await browser.open(
    `/auth/oidc/start?returnTo=/app&purpose=${purpose}&challenge=${challenge}`,
  );
  return { ticket: new URLSearchParams(url.hash.slice(1)).get('ticket')!, verifier };
}
