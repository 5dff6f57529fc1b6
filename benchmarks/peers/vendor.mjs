// A vendor of speech that answers at once: what both gateways of speech.sh are put in front of.
// Prints its port. Usage: node vendor.mjs FILE
import { createServer } from "node:http";
import { readFileSync } from "node:fs";

const speech = readFileSync(process.argv[2]);
const server = createServer((request, response) => {
  request.resume();
  request.on("end", () => {
    response.writeHead(200, { "content-type": "audio/mpeg", "content-length": speech.length });
    response.end(speech);
  });
});
server.keepAliveTimeout = 60_000;
server.listen(0, "127.0.0.1", () => console.log(server.address().port));
