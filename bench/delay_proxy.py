"""A TCP proxy that makes a network slow: each listening port leads to one address, with half the round trip each way.

delay_proxy.py ROUND-TRIP-MS FIRST-PORT ADDRESS...   port FIRST-PORT + i leads to port 22 of the i-th address
Opening a connection costs what it costs on such a network: one round trip before the first byte may go.
On SIGTERM it prints, as JSON, what each connection carried and how often its direction turned.
"""
import asyncio
import json
import signal
import socket
import sys

connections = []


class Tally:
    """What one connection carried. A turn is data from the client after data from the host."""

    def __init__(self, address):
        self.address, self.up, self.down, self.turns, self.last = address, 0, 0, 0, ""
        connections.append(self)

    def count(self, way, size):
        if way == "up":
            self.up += size
            self.turns += self.last == "down"
        else:
            self.down += size
        self.last = way


async def carry(reader, writer, tally, way, delay, not_before):
    """Bytes keep their order and their distance in time."""
    loop = asyncio.get_running_loop()
    queue = asyncio.Queue()

    async def send():
        while True:
            due, data = await queue.get()
            await asyncio.sleep(max(0, due - loop.time()))
            if not data:
                break
            writer.write(data)
            await writer.drain()
        if writer.can_write_eof():
            writer.write_eof()

    sending = asyncio.create_task(send())
    try:
        while data := await reader.read(65536):
            tally.count(way, len(data))
            queue.put_nowait((max(loop.time(), not_before) + delay, data))
    except ConnectionError:
        pass
    queue.put_nowait((loop.time() + delay, b""))
    try:
        await sending
    except ConnectionError:
        pass


async def serve(address, delay, client_in, client_out):
    tally = Tally(address)
    begun = asyncio.get_running_loop().time()
    client_out.get_extra_info("socket").setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    await asyncio.sleep(3 * delay)
    host_in, host_out = await asyncio.open_connection(address, 22)
    host_out.get_extra_info("socket").setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    await asyncio.gather(
        carry(client_in, host_out, tally, "up", delay, begun + 2 * delay),
        carry(host_in, client_out, tally, "down", delay, 0))
    client_out.close()
    host_out.close()


async def main():
    delay, first = float(sys.argv[1]) / 2000, int(sys.argv[2])
    for i, address in enumerate(sys.argv[3:]):
        await asyncio.start_server(lambda r, w, a=address: serve(a, delay, r, w), "127.0.0.1", first + i, limit=1 << 20)
    stop = asyncio.Event()
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, stop.set)
    print("ready", flush=True)
    await stop.wait()
    print(json.dumps([t.__dict__ for t in connections]), flush=True)


asyncio.run(main())
