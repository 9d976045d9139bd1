#!/bin/sh
# One backup into <target>/<time>: the database, then the embedded store's index, then its objects (hard links to the
# backup before where nothing changed). Run beside the living service. The sealing key is not in it: keep it elsewhere.
# Usage: DATA_DIR=/var/lib/wangju deploy/backup.sh /var/backups/wangju
set -eu
target=${1:?where to}
data=${DATA_DIR:?DATA_DIR is not set}
python=$(dirname "$0")/../.venv/bin/python
here=$target/$(date +%Y%m%d-%H%M%S)
before=$(ls -1d "$target"/2*-* 2>/dev/null | grep -v "\.part$" | tail -n 1 || true)
mkdir -p "$here.part/kodo"

copy_sqlite() {
    "$python" - "$1" "$2" <<'PY'
import sqlite3, sys
source, target = sqlite3.connect(f"file:{sys.argv[1]}?mode=ro", uri=True), sqlite3.connect(sys.argv[2])
source.backup(target)
if target.execute("PRAGMA integrity_check").fetchone() != ("ok",):
    sys.exit(f"{sys.argv[1]} is damaged")
PY
}

if [ -n "${DATABASE_URL:-}" ]; then
    pg_dump --format=custom --file="$here.part/wangju.pgdump" "$DATABASE_URL"
else
    copy_sqlite "$data/wangju.sqlite" "$here.part/wangju.sqlite"
fi
if [ -d "$data/kodo" ]; then
    copy_sqlite "$data/kodo/store.sqlite" "$here.part/kodo/store.sqlite"
    rsync -a ${before:+--link-dest="$before/kodo/objects"} "$data/kodo/objects/" "$here.part/kodo/objects/"
fi
mv "$here.part" "$here"
echo "$here"
