#!/usr/bin/env bash
# git 2.39.5 fetches into a repository that borrows the objects of a shallow one (`objects/info/alternates`), takes the
# shallow one's commits for all of the history behind them, asks the remote for nothing, and ends with 0. The ref is there, and
# its parents are nowhere.
#
# Seen on 29 November 2026, of a remote with five commits and a clone of it by --depth=1:
#
#   git fetch origin main                     0, nothing received
#   git rev-list --count FETCH_HEAD           128, Could not read <parent>
#   git fsck --connectivity-only              2, missing commit <parent>
#   git fetch --unshallow origin main         128, --unshallow on a complete repository does not make sense
#   git fetch --refetch origin main           0, and then all 5 commits
#   git fetch --filter=blob:none origin main  0, nothing received, fsck as above; rev-list then fetches what is missing: 5
#
# Expected: an error, or the history. `git clone --reference` knows the case, and refuses it: "reference repository
# 'shallow' is shallow"; and a fetch else finds out whether what a new ref reaches is there. But that check ends at what the
# refs of the other repository reach, which it takes for complete, and the list of where a history was cut is not borrowed.
# The description of what may be borrowed has no word on it: https://git-scm.com/docs/gitrepository-layout.
#
# It concerns an action that fetches beside the user's checkout, which has a depth of 1 where it is not set
# (https://github.com/actions/checkout). With a copy of `.git/shallow` in the new repository all is well, as the end shows.
#
# Ends with 0 while that is so, and with 1 when it is not so any more.
set -euo pipefail

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
export GIT_CONFIG_NOSYSTEM=1 GIT_CONFIG_GLOBAL=/dev/null LC_ALL=C
git --version >&2

git init --quiet --initial-branch=main remote
git -C remote config uploadpack.allowFilter true
git -C remote config uploadpack.allowAnySHA1InWant true
for subject in 1 2 3 4 5; do
  git -C remote -c user.name=name -c user.email=name@example.com commit --quiet --allow-empty --message "$subject"
done
git clone --quiet --depth=1 "file://$folder/remote" shallow

borrower() {
  git init --quiet --bare --initial-branch=main "$1"
  git -C "$1" remote add origin "file://$folder/remote"
  echo "$folder/shallow/.git/objects" >"$1/objects/info/alternates"
}
say() {
  local output code=0
  output=$("${@:2}" 2>&1) || code=$?
  printf '%s: %s' "$1" "$code"
  grep --only-matching --max-count=1 -E '^[0-9]+$|Could not read|missing commit|does not make sense|is shallow' <<<"$output" |
    sed 's/^/, /' || echo
}

all() {
  say 'clone --reference' git clone --quiet --bare --reference shallow "file://$folder/remote" clone

  borrower plain
  say 'fetch' git -C plain fetch --quiet origin main
  say 'files of objects' bash -c 'find plain/objects -type f -not -name alternates | wc -l'
  say 'rev-list' git -C plain rev-list --count FETCH_HEAD
  say 'fsck' git -C plain fsck --connectivity-only
  say 'fetch --unshallow' git -C plain fetch --quiet --unshallow origin main
  say 'fetch --refetch' git -C plain fetch --quiet --refetch origin main
  say 'rev-list' git -C plain rev-list --count FETCH_HEAD

  borrower filtered
  say 'fetch --filter' git -C filtered fetch --quiet --filter=blob:none origin main
  say 'files of objects' bash -c 'find filtered/objects -type f -not -name alternates | wc -l'
  say 'fsck' git -C filtered fsck --connectivity-only
  say 'rev-list' git -C filtered rev-list --count FETCH_HEAD

  borrower told
  cp shallow/.git/shallow told/shallow
  say 'fetch with a copy of shallow' git -C told fetch --quiet origin main
  say 'rev-list' git -C told rev-list --count FETCH_HEAD
  say 'fetch --unshallow' git -C told fetch --quiet --unshallow origin main
  say 'rev-list' git -C told rev-list --count FETCH_HEAD
}

seen=$(all)
expected='clone --reference: 128, is shallow
fetch: 0
files of objects: 0, 0
rev-list: 128, Could not read
fsck: 2, missing commit
fetch --unshallow: 128, does not make sense
fetch --refetch: 0
rev-list: 0, 5
fetch --filter: 0
files of objects: 0, 0
fsck: 2, missing commit
rev-list: 0, 5
fetch with a copy of shallow: 0
rev-list: 0, 1
fetch --unshallow: 0
rev-list: 0, 5'
echo "$seen"
if [[ $seen != "$expected" ]]; then
  echo 'This finding is no longer so.' >&2
  exit 1
fi
