import { describe, expect, test } from 'vitest';
import { isPublicAddress, publicLookup, requireOutgoing } from './public-address.ts';

const refused = expect.objectContaining({ code: 'address-refused' });

test.each(['8.8.8.8', '2606:4700::1111'])('%s is public', (address) => {
  expect(isPublicAddress(address)).toBe(true);
});

test.each([
  '127.0.0.1',
  '0.0.0.0',
  '10.1.2.3',
  '172.16.0.1',
  '192.168.1.1',
  '100.64.0.1',
  '169.254.169.254',
  '224.0.0.1',
  '255.255.255.255',
  '::',
  '::1',
  '::ffff:127.0.0.1',
  '::ffff:a9fe:a9fe',
  '64:ff9b::a9fe:a9fe',
  '2002:7f00:1::',
  'fc00::1',
  'fe80::1',
  'fd00:ec2::254',
  '::7f00:1',
  '::a9fe:a9fe',
  '168.63.129.16',
  'not an address',
])('%s is not public', (address) => {
  expect(isPublicAddress(address)).toBe(false);
});

describe('requireOutgoing', () => {
  test.each([
    'http://example.com/hook',
    'https://127.0.0.1/hook',
    'https://[::1]/hook',
    'https://2130706433/hook',
    'https://0x7f.1/hook',
    'https://169.254.169.254/latest/meta-data',
    'https://user:secret@example.com/hook',
    'file:///etc/passwd',
    'nowhere',
  ])('refuses %s', (url) => {
    expect(() => requireOutgoing(url, undefined)).toThrow(refused);
  });

  test('lets hosts through that are allowed by name, and no others', () => {
    expect(requireOutgoing('http://127.0.0.1:8080/hook', '127.0.0.1:8080').port).toBe('8080');
    expect(() => requireOutgoing('http://127.0.0.1:8081/hook', '127.0.0.1:8080')).toThrow(refused);
    expect(requireOutgoing('https://example.com/hook', undefined).host).toBe('example.com');
  });
});

test.each(['169.254.169.254', '[fd00:ec2::254]', '100.100.100.200', '168.63.129.16', '[::ffff:a9fe:a9fe]'])(
  'attack 36: the metadata of a cloud at %s are refused though they are allowed',
  (host) => {
    expect(() => requireOutgoing(`http://${host}/latest`, new URL(`http://${host}`).host)).toThrow(refused);
  },
);

test('attack 35: a name that leads to this machine is not connected to', async () => {
  const error = await new Promise((resolve) => publicLookup('localhost', { all: true }, (failure) => resolve(failure)));
  expect(error).toEqual(refused);
});
