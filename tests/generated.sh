#!/bin/sh
# generated.sh - what is written from other files and committed is up to date: the lists of sources,
# tests, data and rules, and spamlint-rules(7).
set -u
top_srcdir=${top_srcdir:-$(cd "$(dirname "$0")/.." && pwd)}
top_builddir=${top_builddir:-$top_srcdir}
stale=0

"$top_srcdir/tools/update-lists" --check || stale=1
"$top_builddir/tools/rules-man" | cmp - "$top_srcdir/man/spamlint-rules.7" || {
    echo "man/spamlint-rules.7 is stale: make update-man" >&2
    stale=1
}
# mandoc is no dependency: where it is there, the manual pages have to please it.
if command -v mandoc >/dev/null; then
    mandoc -T lint -W warning "$top_srcdir/man/spamlint.1" "$top_srcdir/man/spamlint-rules.7" ||
        stale=1
fi
exit $stale
