#!/usr/bin/env bash
# Synchronous speech, side by side: this gateway, which validates, prices, holds, stores and captures, and
# Portkey's, which relays and stores nothing, both in front of the same vendor, one after the other, on
# loopback. Needs node, npm, wrk, jq and curl. Usage: benchmarks/peers/speech.sh [SECONDS]
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
seconds=${1:-10}
work=$(mktemp -d)
pids=()
end() {
    for pid in "${pids[@]}"; do kill "$pid" 2>/dev/null || true; done
    wait 2>/dev/null || true
    rm -rf "$work"
}
trap end EXIT

until_there() { # a file with a line that matches
    for _ in $(seq 600); do
        grep -qE "$2" "$1" 2>/dev/null && return
        sleep 0.1
    done
    echo "nothing like '$2' in $1:" >&2
    cat "$1" >&2
    exit 1
}

load() { # name, url, body, headers…
    local name=$1 url=$2 body=$3
    shift 3
    {
        echo 'wrk.method = "POST"'
        printf 'wrk.body = [[%s]]\n' "$body"
        for header in "$@"; do printf 'wrk.headers["%s"] = "%s"\n' "${header%%: *}" "${header#*: }"; done
    } >"$work/$name.lua"
    wrk -t2 -c64 -d5s -s "$work/$name.lua" "$url" >/dev/null
    echo "== $name"
    wrk -t2 -c64 "-d${seconds}s" --latency -s "$work/$name.lua" "$url" | grep -E "50%|99%|requests in|Requests/sec|Non-2xx|Socket"
}

export MEDIAGATE_SANDBOX_PACE=instant
ulimit -n 65536 2>/dev/null || true

# Builds first, if need be.
"$here/../../mediagate" --version

# A short real file, made by our own sandbox.
"$here/../../mediagate" serve --port 0 --data "$work/data" >"$work/first.log" 2>"$work/first.err" &
sandbox=$!
pids+=("$sandbox")
until_there "$work/first.log" '^curl'
url=$(sed -n 's/^Mediagate is ready at //p' "$work/first.log")
key=$(grep -oE 'mg_test_[A-Za-z0-9]+' "$work/first.log" | head -n 1)
link=$(curl -sf "$url/api/ai/tts/generate" -H "Authorization: Bearer $key" -H 'Content-Type: application/json' \
    -d '{"modelId":"openai/gpt-4o-mini-tts","input":{"text":"Hello from the benchmark."}}' | jq -r .data.audio_url)
curl -sf "$link" -o "$work/speech.mp3"
kill "$sandbox"
wait "$sandbox" || true

node "$here/vendor.mjs" "$work/speech.mp3" >"$work/vendor.log" &
pids+=("$!")
until_there "$work/vendor.log" '^[0-9]+$'
vendor=http://127.0.0.1:$(cat "$work/vendor.log")

OPENAI_API_KEY=sk-bench OPENAI_BASE_URL=$vendor/v1 \
    "$here/../../mediagate" serve --port 0 --data "$work/data" >"$work/second.log" 2>"$work/second.err" &
pids+=("$!")
until_there "$work/second.log" '^Mediagate is ready'
url=$(sed -n 's/^Mediagate is ready at //p' "$work/second.log")
live=$("$here/../../mediagate" keys create --live --name bench --data "$work/data" 2>/dev/null)
"$here/../../mediagate" credits grant --live --amount 100000000 --data "$work/data" >/dev/null

npm install --silent --no-audit --no-fund --prefix "$work/peer" @portkey-ai/gateway
port=$(node -e 'const s=require("net").createServer().listen(0,"127.0.0.1",()=>{console.log(s.address().port);s.close()})')
node "$work/peer/node_modules/@portkey-ai/gateway/build/start-server.js" "--port=$port" --headless >"$work/peer.log" 2>&1 &
pids+=("$!")
for _ in $(seq 100); do
    if curl -s "http://127.0.0.1:$port/" >/dev/null; then break; fi
    sleep 0.1
done

load vendor-alone "$vendor/v1/audio/speech" '{}'
load mediagate "$url/api/ai/tts/generate" \
    '{"modelId":"openai/gpt-4o-mini-tts","input":{"text":"Hello from the benchmark."}}' \
    "Authorization: Bearer $live" "Content-Type: application/json"
load portkey "http://127.0.0.1:$port/v1/audio/speech" \
    '{"model":"gpt-4o-mini-tts","input":"Hello from the benchmark.","voice":"alloy"}' \
    "Authorization: Bearer sk-bench" "Content-Type: application/json" "x-portkey-provider: openai" \
    "x-portkey-custom-host: $vendor/v1"
