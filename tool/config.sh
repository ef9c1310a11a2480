#!/bin/sh
# Prints the flags that this machine's libraries need, as a makefile: tool/config.sh > build/config.mk
set -eu
modules="libuv jansson ncursesw zlib"
place=$(tool/llhttp.sh find)
case $place in
libllhttp) modules="$modules libllhttp" include= ;;
/usr/share/llhttp) include="-isystem /usr/share/include/llhttp" ;;
*) include="-isystem $place" ;;
esac
# libcurl is opened when the client first needs it, so only its headers are needed here.
# shellcheck disable=SC2086
echo "DEP_CFLAGS := $(pkg-config --cflags $modules libcurl) $include"
# shellcheck disable=SC2086
echo "DEP_LIBS := $(pkg-config --libs $modules)"
[ "$place" = libllhttp ] || echo "LLHTTP := $place"
