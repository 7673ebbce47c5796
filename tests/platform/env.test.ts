import { describe, expect, test } from 'vitest';
import { EnvError, parseEnv } from '../../src/platform/settings/env.js';

const problemsOf = (source: Record<string, string>): string[] => {
  try {
    parseEnv(source);
    return [];
  } catch (error) {
    if (error instanceof EnvError) return error.problems;
    throw error;
  }
};

describe('the environment', () => {
  test('needs nothing: everything has a default', () => {
    const env = parseEnv({});
    expect(env.http).toEqual({
      host: '127.0.0.1',
      port: 4000,
      publicUrl: null,
      frontendUrl: null,
      hosts: new Set(),
      trustedProxies: [],
    });
    expect(env.model).toBeNull();
    expect(env.answerConcurrency).toBe(8);
  });

  test('is reported with all its errors together', () => {
    const problems = problemsOf({ PORT: 'many', DATABASE_URL: 'mysql://x', ANSWER_CONCURRENCY: '0' });
    expect(problems.map((line) => line.split(':')[0]).sort()).toEqual([
      'ANSWER_CONCURRENCY',
      'DATABASE_URL',
      'PORT',
    ]);
  });

  test('trusted proxies are addresses and networks', () => {
    expect(parseEnv({ TRUSTED_PROXIES: '10.0.0.0/8, ::1' }).http.trustedProxies).toEqual([
      '10.0.0.0/8',
      '::1',
    ]);
    for (const wrong of ['proxy.example.com', '10.0.0.0/33', '10.0.0.0/8/8', '::1/x'])
      expect(problemsOf({ TRUSTED_PROXIES: wrong })).toEqual([expect.stringContaining('TRUSTED_PROXIES')]);
  });

  test('whoever develops waits for no load balancer', () => {
    expect(parseEnv({}).shutdown).toEqual({ graceMs: 0, drainMs: 5_000 });
    expect(parseEnv({ NODE_ENV: 'production' }).shutdown).toEqual({ graceMs: 5_000, drainMs: 20_000 });
    expect(parseEnv({ SHUTDOWN_GRACE_SECONDS: '0.5' }).shutdown.graceMs).toBe(500);
  });

  test('a variable left blank is one left out', () => {
    expect(parseEnv({ OPENAI_API_KEY: '', PORT: '' })).toMatchObject({ model: null, http: { port: 4000 } });
  });

  test.each(['0.0.0.0', '::', '192.168.1.5', 'bids.example.com'])(
    'listens on %s without single-user mode, and by any name unless some are named',
    (host) => {
      const { identity, http } = parseEnv({ HOST: host });
      expect([identity.singleUser, http.hosts]).toEqual([false, null]);
      // In plain HTTP for nobody who has not been told.
      const problem = (more: object) => parseEnv({ HOST: host, ...more }).transportProblem;
      for (const unnamed of [{}, { PUBLIC_URL: 'http://bids.example.com' }, { ALLOW_PLAIN_HTTP: 'false' }])
        expect(problem(unnamed)).toContain(host);
      for (const named of [
        { PUBLIC_URL: 'https://bids.example.com' },
        { TRUSTED_PROXIES: '10.0.0.0/8' },
        { ALLOW_PLAIN_HTTP: 'true' },
      ])
        expect(problem(named)).toBeNull();
      const named = parseEnv({
        HOST: host,
        PUBLIC_URL: 'https://bids.example.com/',
        ALLOWED_HOSTS: 'A.internal, b',
      });
      expect(named.http.hosts).toEqual(new Set(['bids.example.com', 'a.internal', 'b']));
    },
  );

  test.each(['127.0.0.1', '127.8.8.8', 'localhost', '::1'])(
    'has single-user mode on %s, unless that is reached by another name',
    (host) => {
      const { identity, http, transportProblem } = parseEnv({ HOST: host });
      expect([identity.singleUser, http.hosts, transportProblem]).toEqual([true, new Set(), null]);
      expect(parseEnv({ HOST: host, PUBLIC_URL: 'http://localhost:4000' }).identity.singleUser).toBe(true);
      const behindProxy = parseEnv({ HOST: host, PUBLIC_URL: 'https://bids.example.com' });
      expect([behindProxy.identity.singleUser, behindProxy.http.hosts]).toEqual([
        false,
        new Set(['bids.example.com']),
      ]);
    },
  );

  test.each(['https://bids.example.com', 'bids.example.com:4000', 'a b'])(
    '%s is no name for ALLOWED_HOSTS',
    (name) => expect(problemsOf({ ALLOWED_HOSTS: name })).toEqual([expect.stringContaining('ALLOWED_HOSTS')]),
  );

  test('a model is configured by a key, or by an endpoint that needs none', () => {
    expect(parseEnv({ OPENAI_API_KEY: 'k', OPENAI_MODEL: 'm' }).model).toMatchObject({
      apiKey: 'k',
      name: 'm',
    });
    expect(parseEnv({ OPENAI_BASE_URL: 'http://localhost:11434/v1', OPENAI_MODEL: 'm' }).model).toMatchObject(
      {
        baseUrl: 'http://localhost:11434/v1',
      },
    );
    expect(problemsOf({ OPENAI_MODEL: 'm' })).toEqual([expect.stringContaining('OPENAI_API_KEY')]);
  });

  test('an embedding model is at the same provider, and its dimensions need it', () => {
    const env = parseEnv({
      OPENAI_API_KEY: 'k',
      OPENAI_EMBEDDING_MODEL: 'e',
      OPENAI_EMBEDDING_DIMENSIONS: '256',
    });
    expect(env.embedding).toEqual({ apiKey: 'k', baseUrl: null, model: 'e', dimensions: 256 });
    expect(parseEnv({ OPENAI_API_KEY: 'k' }).embedding).toBeNull();
    expect(problemsOf({ OPENAI_EMBEDDING_MODEL: 'e' })).toEqual([expect.stringContaining('OPENAI_API_KEY')]);
    expect(problemsOf({ OPENAI_EMBEDDING_DIMENSIONS: '256' })).toEqual([
      expect.stringContaining('without OPENAI_EMBEDDING_MODEL'),
    ]);
  });
});
