#!/usr/bin/env bash
# crane v0.22.1 `copy` copies an image without what refers to it, that is, signatures, SBOMs and attestations, and ends with 0.
# It says nothing of it. The digest is the same, so a comparison of digests does not see it either.
#
# Seen on 29 November 2026, with Go 1.26.8 on Linux, of an image with one SBOM, attached by oras v1.3.6, in the registry of
# go-containerregistry itself (`crane registry serve`). Listed by `oras discover`:
#
#   the source                     1 referrer, application/spdx+json
#   crane copy SRC DST             0, same digest, no referrer
#   oras copy SRC DST              0, same digest, no referrer
#   oras copy --recursive SRC DST  0, same digest, 1 referrer, application/spdx+json
#
# Expected: a word of it at least. `crane copy` is described as copying "a remote image from src to dst while retaining the
# digest value"; the wish for more is closed, labelled stale: https://github.com/google/go-containerregistry/issues/1434.
#
# It concerns those who promote an image from one registry to another: where the cluster admits signed images only, the copy
# is refused, and where SBOMs are read from the registry, the copy has none.
#
# Needs Go. Ends with 0 while that is so, and with 1 when it is not so any more.
set -euo pipefail

folder=$(mktemp -d)
server=
trap 'kill $server 2>/dev/null || true; rm -rf "$folder"' EXIT
cd "$folder"
GOBIN=$folder go install github.com/google/go-containerregistry/cmd/crane@v0.22.1
GOBIN=$folder go install oras.land/oras/cmd/oras@v1.3.6
export HOME=$folder/home
mkdir home

./crane registry serve --address 127.0.0.1:0 >served 2>&1 &
server=$!
for _ in {1..50}; do
  port=$(sed -n 's/.*serving on port \([0-9]*\)$/\1/p' served)
  [[ -n $port ]] && break
  sleep 0.2
done
registry=127.0.0.1:$port

echo hello >hello.txt
tar --create --file layer.tar hello.txt
./crane append --new_layer layer.tar --new_tag "$registry/source:1" >log 2>&1
echo '{ "spdxVersion": "SPDX-2.3" }' >sbom.json
./oras attach --plain-http --artifact-type application/spdx+json "$registry/source:1" sbom.json:application/spdx+json >log
digest=$(./crane digest "$registry/source:1")

referrers() {
  [[ $(./crane digest "$registry/$1:1") == "$digest" ]] && echo -n 'same digest, '
  ./oras discover --plain-http --format json "$registry/$1:1" |
    node -p 'JSON.parse(fs.readFileSync(0, "utf8")).referrers?.map((referrer) => referrer.artifactType).join() || "none"'
}
seen=$(
  echo "source: $(referrers source)"
  ./crane copy "$registry/source:1" "$registry/crane:1" >log 2>&1
  echo "crane copy: $? $(referrers crane)"
  ./oras copy --from-plain-http --to-plain-http "$registry/source:1" "$registry/oras:1" >log
  echo "oras copy: $? $(referrers oras)"
  ./oras copy --recursive --from-plain-http --to-plain-http "$registry/source:1" "$registry/recursive:1" >log
  echo "oras copy --recursive: $? $(referrers recursive)"
)
expected='source: same digest, application/spdx+json
crane copy: 0 same digest, none
oras copy: 0 same digest, none
oras copy --recursive: 0 same digest, application/spdx+json'
echo "$seen"
if [[ $seen != "$expected" ]]; then
  echo 'This finding is no longer so.' >&2
  exit 1
fi
