// A vendor of speech that answers everything at once with a second of silence: what both gateways of
// speech.mjs stand in front of. Prints its port.
import { createServer } from "node:http";

/** MPEG-1 layer III, 128 kbit/s, 44.1 kHz, mono; a frame of zeros is silence. */
const FRAME_HEADER = Buffer.from([0xff, 0xfb, 0x90, 0xc4]);
const FRAME_BYTES = 417;
const FRAMES = 38;

const frame = Buffer.concat([FRAME_HEADER, Buffer.alloc(FRAME_BYTES - FRAME_HEADER.length)]);
const speech = Buffer.concat(Array(FRAMES).fill(frame));

const server = createServer((request, response) => {
  request.resume();
  request.on("end", () => {
    response.writeHead(200, { "content-type": "audio/mpeg", "content-length": speech.length });
    response.end(speech);
  });
});
// Longer than any run: a connection closed between two requests would count as the gateway's error.
server.keepAliveTimeout = 600_000;
server.listen(0, "127.0.0.1", () => console.log(server.address().port));
