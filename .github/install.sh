#!/bin/sh
# Installs a release of debrief: install.sh RELEASES VERSION DIR. RELEASES is the address of the releases' page, VERSION a tag or
# "latest", DIR a folder that is made. Nothing is installed whose checksum is not the one in SHA256SUMS.
set -eu

die() {
	echo "debrief: $1" >&2
	exit 2
}

[ $# -eq 3 ] || die "usage: install.sh RELEASES VERSION DIR"
releases=$1 version=$2 dir=$3

case $(uname -s) in
Linux) os=linux ;;
Darwin) os=darwin ;;
MINGW* | MSYS* | CYGWIN*) os=windows ;;
*) die "there is no release for $(uname -s)" ;;
esac
case $(uname -m) in
x86_64 | amd64) arch=amd64 ;;
aarch64 | arm64) arch=arm64 ;;
*) die "there is no release for $(uname -m)" ;;
esac
name=debrief_${os}_$arch
file=$name.tar.gz
[ $os != windows ] || file=$name.zip

from=$releases/download/$version
[ "$version" != latest ] || from=$releases/latest/download

tmp=$(mktemp -d)
trap 'rm -rf "$tmp"' EXIT
for f in SHA256SUMS "$file"; do
	curl -fsSL --retry 3 -o "$tmp/$f" "$from/$f" || die "$from/$f could not be fetched"
done

want=$(awk -v file="$file" '$2 == file { print $1 }' "$tmp/SHA256SUMS")
if command -v sha256sum >/dev/null 2>&1; then
	got=$(sha256sum "$tmp/$file")
else
	got=$(shasum -a 256 "$tmp/$file")
fi
[ "$want" = "${got%% *}" ] || die "$file is not what SHA256SUMS says: nothing is installed"

if [ $os = windows ]; then
	unzip -q "$tmp/$file" -d "$tmp"
else
	tar -xzf "$tmp/$file" -C "$tmp"
fi
mkdir -p "$dir"
cp -R "$tmp/$name/." "$dir/"
echo "$dir/bin"
