#!/bin/sh
# The page's files as rows of C: tool/assets.sh WEB_DIR OUT_DIR > header
# Each row: path, file, compressed file, ETag, content type. Writes OUT_DIR/*.gz, always the same bytes.
set -eu
web=$1 out=$2
mkdir -p "$out"
echo "/* Made by tool/assets.sh from $web/: do not edit. */"
for file in "$web"/*; do
    name=$(basename "$file")
    case $name in
    *.html) type='text/html; charset=utf-8' ;;
    *.css) type='text/css; charset=utf-8' ;;
    *.js) type='text/javascript; charset=utf-8' ;;
    *.svg) type='image/svg+xml' ;;
    *) echo "tool/assets.sh: no content type for $name" >&2; exit 1 ;;
    esac
    gzip -9 -n -c "$file" >"$out/$name.gz"
    etag=$(sha256sum "$file" | cut -c1-16)
    id=$(echo "$name" | tr '.-' '__')
    echo "APP_ASSET($id, \"/$name\", \"$file\", \"$out/$name.gz\", \"$etag\", \"$type\")"
done
