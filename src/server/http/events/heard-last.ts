/** What `Last-Event-ID` says; anything but a number of ours is as good as nothing. */
export function heardLast(headers: Readonly<Record<string, unknown>>): number | undefined {
  const text = headers['last-event-id'];
  return typeof text === 'string' && /^\d{1,15}$/.test(text) ? Number(text) : undefined;
}
