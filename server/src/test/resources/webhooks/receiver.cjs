// A receiver as callers write them, with the public libraries of Standard Webhooks. Reads a list of secrets
// as a line of JSON whenever it should know others; prints its port, and then a line for each event: which
// secrets it verifies with in each library, and whether a tampered copy passes anywhere.
const http = require("http");
const readline = require("readline");
const libraries = { standardwebhooks: require("standardwebhooks"), svix: require("svix") };

let secrets = [];

function verifies(library, secret, body, headers) {
  try {
    new libraries[library].Webhook(secret).verify(body, headers);
    return true;
  } catch {
    return false;
  }
}

function tampered(library, secret, body, headers) {
  const later = String(Number(headers["webhook-timestamp"]) + 1);
  return (
    verifies(library, secret, body.replace('"id"', '"Id"'), headers) ||
    verifies(library, secret, body, { ...headers, "webhook-id": headers["webhook-id"] + "x" }) ||
    verifies(library, secret, body, { ...headers, "webhook-timestamp": later })
  );
}

const server = http.createServer((request, response) => {
  let body = "";
  request.setEncoding("utf8");
  request.on("data", (piece) => (body += piece));
  request.on("end", () => {
    const result = { id: request.headers["webhook-id"], type: JSON.parse(body).type };
    for (const library of Object.keys(libraries)) {
      result[library] = secrets.map((secret) => verifies(library, secret, body, request.headers));
      result.tampered = result.tampered || secrets.some((s) => tampered(library, s, body, request.headers));
    }
    console.log(JSON.stringify(result));
    response.writeHead(204).end();
  });
});

readline.createInterface({ input: process.stdin }).on("line", (line) => {
  secrets = JSON.parse(line);
  console.log("secrets " + secrets.length);
});
process.stdin.on("end", () => process.exit(0));
server.listen(0, "127.0.0.1", () => console.log("port " + server.address().port));
