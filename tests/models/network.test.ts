import { expect, test } from 'vitest';
import { placeFound, placeOf } from '../../src/models/credentials/network.js';

/** As a URL writes it. */
const hostOf = (host: string) => new URL(`http://${host}/`).hostname;

test.each([
  '169.254.169.254',
  '169.254.0.1',
  '2852039166',
  '0xA9FEA9FE',
  '0251.0376.0251.0376',
  '[::ffff:169.254.169.254]',
  '[64:ff9b::169.254.169.254]',
  '[fe80::1]',
  '[fd00:ec2::254]',
  '[fd20:ce::254]',
  '100.100.100.200',
  '168.63.129.16',
  '192.0.0.192',
  'metadata.google.internal',
  'METADATA.google.internal.',
  'metadata',
  'instance-data.ec2.internal',
])('%s is where clouds tell secrets', (host) => {
  expect(placeOf(hostOf(host))).toBe('metadata');
});

test.each([
  '127.0.0.1',
  '127.9.9.9',
  '0.0.0.0',
  '10.0.0.1',
  '172.31.255.255',
  '192.168.1.1',
  '100.64.0.1',
  '[::1]',
  '[::]',
  '[fd12:3456::1]',
  '[::ffff:10.0.0.1]',
  'localhost',
  'ollama.localhost',
  'gpu.local',
  'vllm.corp.internal',
])('%s is private', (host) => {
  expect(placeOf(hostOf(host))).toBe('private');
});

test.each([
  'api.openai.com',
  '8.8.8.8',
  '172.32.0.1',
  '100.128.0.1',
  '[2606:4700::1111]',
  'metadata.example.com',
])('%s is public', (host) => {
  expect(placeOf(hostOf(host))).toBe('public');
});

test('a name is what it leads to', async () => {
  expect(await placeFound('localhost')).toBe('private');
  expect(await placeFound('nowhere.invalid')).toBe('public');
});
