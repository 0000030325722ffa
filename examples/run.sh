#!/bin/sh
# Runs a program with nothing but curl. `?wait=10`: the answer comes when it has finished, 10 seconds at most.
set -eu
url="${NEURON_URL:-http://127.0.0.1:4000}"

ask() {
  curl --silent --show-error --write-out '\nHTTP %{http_code}\n' "$url/v1/executions?wait=10" \
    --header 'Content-Type: application/json' ${NEURON_KEY:+--header "Authorization: Bearer $NEURON_KEY"} --data "$1"
}

echo "A program and its input:"
ask '{ "language": "python", "source": "print(f\"hello {input()}\")", "stdin": "world" }'

echo "A mistake in the request:"
ask '{ "language": "python", "sorce": "print(1)" }'
