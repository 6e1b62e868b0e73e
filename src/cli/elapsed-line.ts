const EVERY_MS = 1000;

/** Shows what is being done until it has ended: a line with the elapsed seconds on a terminal, two lines elsewhere. */
export async function withElapsed<Result>(
  stream: NodeJS.WriteStream,
  doing: string,
  work: Promise<Result>,
): Promise<Result> {
  const start = performance.now();
  const line = (): string => `${doing}: ${Math.round((performance.now() - start) / 1000)} s`;
  if (!stream.isTTY) stream.write(`${doing} …\n`);
  const timer = stream.isTTY ? setInterval(() => stream.write(`\r\u001b[K${line()}`), EVERY_MS) : undefined;
  try {
    return await work;
  } finally {
    clearInterval(timer);
    stream.write(stream.isTTY ? `\r\u001b[K${line()}\n` : `${line()}\n`);
  }
}
