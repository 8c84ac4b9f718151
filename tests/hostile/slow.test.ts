import { connect, type Socket } from "node:net";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type House, jsonType, openHouse } from "./house.ts";

let house: House;
beforeAll(async () => {
  house = await openHouse();
});
afterAll(() => house.stop());

/** What somebody sends who wants to keep a connection and never ask anything: at once, and every quarter of a second. */
const ways: readonly (readonly [string, string, string])[] = [
  ["says nothing", "", ""],
  ["says where, letter by letter", "POST ", "x"],
  ["says headers without end", "POST {path} HTTP/1.1\r\nHost: x\r\n", "X-More: x\r\n"],
  ["sends its body byte by byte", "POST {path} HTTP/1.1\r\nHost: x\r\nContent-Length: 1000\r\n\r\n", "x"],
  ["sends chunks of one byte", "POST {path} HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n", "1\r\nx\r\n"],
  ["is answered and stays", "GET /healthz HTTP/1.1\r\nHost: x\r\n\r\n", ""],
  ["begins a second request", "GET /healthz HTTP/1.1\r\nHost: x\r\n\r\nPOST {path} HTTP/1.1\r\n", "x"],
];
const paths = ["/slack/events", "/teams/messages", "/healthz"];

/** How long the program let that connection live. `halfClosed`: its own side is ended at once. */
function lifeOf(first: string, more: string, halfClosed: boolean): Promise<number> {
  const began = performance.now();
  const socket: Socket = connect({ port: house.port, host: "127.0.0.1", allowHalfOpen: true });
  socket.on("error", () => undefined);
  socket.resume();
  socket.write(first);
  if (halfClosed) socket.end();
  const trickle = setInterval(() => socket.writable && more !== "" && socket.write(more), 250);
  return new Promise((done) => {
    const gone = () => {
      clearInterval(trickle);
      socket.destroy();
      done(performance.now() - began);
    };
    socket.once("close", gone);
    socket.once("end", gone);
  });
}

test("200 slow connections are dropped within ten seconds, and whoever comes meanwhile is answered", async () => {
  const lives = Array.from({ length: 200 }, async (_, i) => {
    const [way, first, more] = ways[i % ways.length] ?? ["", "", ""];
    const path = paths[Math.floor(i / ways.length) % paths.length] ?? "";
    const halfClosed = i % 5 === 4;
    return { way, path, halfClosed, seconds: (await lifeOf(first.replace("{path}", path), more, halfClosed)) / 1000 };
  });
  let over = false;
  const dropped = Promise.all(lives).finally(() => {
    over = true;
  });
  while (!over) {
    const body = `command=%2Frisk&text=list&user_id=U0BEN&team_id=T0CAST&channel_id=D0BEN&trigger_id=${Math.random()}`;
    const began = performance.now();
    expect(await house.slack(body)).toBe(200);
    expect(performance.now() - began).toBeLessThan(3_000);
    expect(await house.post("/teams/messages", "{}", { "content-type": jsonType })).toBe(400);
    await new Promise((next) => setTimeout(next, 500));
  }
  for (const { way, path, halfClosed, seconds } of await dropped)
    expect(seconds, `${way} at ${path}${halfClosed ? ", half closed" : ""}`).toBeLessThanOrEqual(10);
}, 30_000);
