#!/usr/bin/env bash
# Fails on a commit subject of more than 72 characters since the last tag, or since this rule was added.
set -euo pipefail
longest=72
since=$(git describe --tags --abbrev=0 2>/dev/null || git log --diff-filter=A --format=%H -n 1 -- .ci/subjects.sh)
long=$(git log --format='%h %s' "$since..HEAD" | awk -v longest="$longest" 'length($0) - length($1) - 1 > longest')
[ -z "$long" ] && exit
printf 'Commit subjects of more than %d characters; the reason for a change belongs in the body:\n%s\n' "$longest" "$long"
exit 1
