#!/usr/bin/env bash
# The purl libraries of package-url itself write the same image differently: packageurl-js 2.0.1 encodes `/` and `:` in the
# qualifiers, packageurl-python 0.17.6 does not. The other way round it is with `+` in a version. So the text of a purl that an
# SBOM tool in Node wrote is not that of one in Python, also after each has read and written the other's.
#
# Seen on 1 December 2026, with Node 20.20.2 and Python 3.11.7, of one purl each, read and written again:
#
#   an image    js  pkg:oci/shop@sha256:244fd47e?repository_url=123456789012.dkr.ecr.eu-west-1.amazonaws.com%2Fteam%2Fshop
#               py  pkg:oci/shop@sha256:244fd47e?repository_url=123456789012.dkr.ecr.eu-west-1.amazonaws.com/team/shop
#   a port      js  pkg:oci/shop@sha256:244fd47e?repository_url=localhost%3A5000%2Fshop
#               py  pkg:oci/shop@sha256:244fd47e?repository_url=localhost:5000/shop
#   a version   js  pkg:generic/tool@1.2.3+5
#               py  pkg:generic/tool@1.2.3%2B5
#   a scope     both pkg:npm/%40scope/name@1.0.0
#
# Expected: one text for one package, as the specification has a canonical form. What it is of `/` and `:` in a qualifier has
# been asked since 2018 (https://github.com/package-url/purl-spec/issues/39, https://github.com/package-url/purl-spec/issues/588).
# packageurl-go 0.1.3 encodes these as the library for JavaScript does, and `+` as the one for Python.
#
# It concerns those that join an image's SBOM with VEX statements, findings or attestations by the text of the purl: nothing
# matches, and what was declared as not affected, or as accepted, is open again. Purls are compared by their parts.
#
# Needs Python 3.10 or newer. Ends with 0 while that is so, and with 1 when it is not so any more.
set -euo pipefail

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
echo '{ "private": true, "type": "module" }' >package.json
npm install --no-audit --no-fund --silent --ignore-scripts --save-exact packageurl-js@2.0.1
python3 -m venv installed
installed/bin/pip install --quiet --disable-pip-version-check packageurl-python==0.17.6

cat >write.mjs <<'JS'
import { PackageURL } from 'packageurl-js';

for (const purl of process.argv.slice(2)) console.log(PackageURL.fromString(purl).toString());
JS
cat >write.py <<'PY'
import sys
from packageurl import PackageURL

for purl in sys.argv[1:]:
    print(PackageURL.from_string(purl).to_string())
PY
purls=(
  'pkg:oci/shop@sha256:244fd47e?repository_url=123456789012.dkr.ecr.eu-west-1.amazonaws.com/team/shop'
  'pkg:oci/shop@sha256:244fd47e?repository_url=localhost:5000/shop'
  'pkg:generic/tool@1.2.3+5'
  'pkg:npm/%40scope/name@1.0.0'
)
mapfile -t of_node < <(node write.mjs "${purls[@]}")
mapfile -t of_python < <(installed/bin/python write.py "${purls[@]}")

seen=$(
  printf '%s\n' "${of_node[@]}" "${of_python[@]}"
  # What the other wrote is read, and written as before.
  [[ $(node write.mjs "${of_python[@]}") == "$(printf '%s\n' "${of_node[@]}")" ]] && echo 'js again: as before'
  [[ $(installed/bin/python write.py "${of_node[@]}") == "$(printf '%s\n' "${of_python[@]}")" ]] && echo 'py again: as before'
)
expected='pkg:oci/shop@sha256:244fd47e?repository_url=123456789012.dkr.ecr.eu-west-1.amazonaws.com%2Fteam%2Fshop
pkg:oci/shop@sha256:244fd47e?repository_url=localhost%3A5000%2Fshop
pkg:generic/tool@1.2.3+5
pkg:npm/%40scope/name@1.0.0
pkg:oci/shop@sha256:244fd47e?repository_url=123456789012.dkr.ecr.eu-west-1.amazonaws.com/team/shop
pkg:oci/shop@sha256:244fd47e?repository_url=localhost:5000/shop
pkg:generic/tool@1.2.3%2B5
pkg:npm/%40scope/name@1.0.0
js again: as before
py again: as before'
echo "$seen"
if [[ $seen != "$expected" ]]; then
  echo 'This finding is no longer so.' >&2
  exit 1
fi
