import { connect, createServer } from 'node:net';
import type { AddressInfo, Socket } from 'node:net';

/** A proxy of sockets: it answers CONNECT, and connects wherever it was told to that names lead. */
export async function proxyServer(leads: Readonly<Record<string, number>>, refuse?: string) {
  const heads: string[] = [];
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.on('error', () => {}).on('close', () => sockets.delete(socket));
    let text = '';
    const read = (chunk: Buffer): void => {
      text += chunk.toString('latin1');
      if (!text.includes('\r\n\r\n')) return;
      socket.off('data', read);
      heads.push(text);
      const authority = /^CONNECT (\S+) /.exec(text)?.[1] ?? '';
      const port = leads[authority];
      if (refuse !== undefined || port === undefined) {
        socket.end(`HTTP/1.1 ${refuse ?? '502 Bad Gateway'}\r\nContent-Length: 0\r\n\r\n`);
        return;
      }
      const onward = connect(port, '127.0.0.1', () => {
        socket.write('HTTP/1.1 200 Connection established\r\n\r\n');
        socket.pipe(onward).pipe(socket);
      });
      sockets.add(onward);
      onward.on('error', () => socket.destroy()).on('close', () => sockets.delete(onward));
    };
    socket.on('data', read);
  });
  await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    /** The head of each request that came. */
    heads: (): readonly string[] => heads,
    close: () =>
      new Promise<void>((resolve) => {
        server.close(() => resolve());
        for (const socket of sockets) socket.destroy();
      }),
  };
}
