#!/usr/bin/env bash
# Builds the CPU image without a Docker engine and tests it: conversion, exit codes, signals, read-only mounts,
# another user, size. If nvcc is installed, it does the same with the CUDA image. It needs root and Debian.
# usage: docker/test.sh [FOLDER]   (default: build/docker; images are kept there, to save time on the next run)
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
folder=$(realpath -m "${1:-build/docker}")
base=docker.io/library/debian:bookworm-slim
most_bytes=$((120 * 1000 * 1000))
cuda_folder=${CUDA_HOME:-/usr/local/cuda}

fail() {
  printf 'docker/test.sh: %s\n' "$*" >&2
  exit 1
}

# Keeps the images and settings of this test in its own folder.
prepare_engine() {
  mkdir -p "$folder"
  cat >"$folder/storage.conf" <<CONF
[storage]
driver = "overlay"
graphroot = "$folder/store"
runroot = "$folder/run"
CONF
  # cgroupfs and runc, because there may be no systemd, and Debian 12's crun does not start in this setting.
  cat >"$folder/containers.conf" <<CONF
[containers]
default_ulimits = ["nofile=4096:4096", "nproc=4096:4096"]
log_driver = "k8s-file"
[engine]
runtime = "runc"
cgroup_manager = "cgroupfs"
events_logger = "file"
CONF
  export CONTAINERS_CONF=$folder/containers.conf CONTAINERS_STORAGE_CONF=$folder/storage.conf
  export BUILDAH_ISOLATION=chroot
}

# Makes the base image with debootstrap, from the mirror and with the apt settings of this machine.
make_base() {
  ! podman image exists "$base" || return 0
  local root=$folder/rootfs mirror
  mirror=$(awk '/^URIs:/ {print $2; exit} $1 == "deb" {print $2; exit}' \
    /etc/apt/sources.list.d/debian.sources /etc/apt/sources.list 2>/dev/null)
  rm -rf "$root"
  debootstrap --variant=minbase --include=ca-certificates bookworm "$root" \
    "${mirror:-http://deb.debian.org/debian}" >"$folder/debootstrap.log" ||
    fail "debootstrap: see $folder/debootstrap.log"
  rm -rf "$root"/var/cache/apt/* "$root"/var/lib/apt/lists/*
  if [[ -e /etc/apt/sources.list.d/debian.sources ]]; then
    rm -f "$root/etc/apt/sources.list"
    cp /etc/apt/sources.list.d/debian.sources "$root/etc/apt/sources.list.d/"
  fi
  find /etc/apt/apt.conf.d -name '*registry*' -exec cp {} "$root/etc/apt/apt.conf.d/" \;
  tar -C "$root" -c . | podman import --quiet --change 'CMD ["bash"]' - "$base" >/dev/null
  rm -rf "$root"
}

build_image() { # NAME DOCKERFILE [OPTION…]
  local name=$1 file=$2
  shift 2
  buildah bud --pull-never --layers --file "$file" --tag "localhost/$name" "$@" . \
    >"$folder/$name.log" 2>&1 || fail "building $name: see $folder/$name.log"
}

# in_image IMAGE [PODMAN-OPTION… --] ARGUMENT…
in_image() {
  local image=localhost/$1 options=()
  shift
  if [[ " $* " == *' -- '* ]]; then
    while [[ $1 != -- ]]; do
      options+=("$1")
      shift
    done
    shift
  fi
  podman run --rm --network none "${options[@]}" "$image" "$@"
}

expect_exit() { # CODE COMMAND…
  local expected=$1 code=0
  shift
  "$@" >"$folder/out" 2>"$folder/err" || code=$?
  ((code == expected)) || fail "exit code $code, not $expected: $* ($(tail -n 3 "$folder/err"))"
}

try_image() {
  local image=$1 data=$folder/data bytes
  rm -rf "$data"
  mkdir -p "$data"
  chmod 777 "$data"
  in_image "$image" -v "$data:/data" -- generate --rows 20000 --seed 7 -o matrix.tsv
  in_image "$image" -v "$data:/data" -- convert matrix.tsv -o one.tsv --quiet
  # Another user, only the data folder writable, no capabilities.
  in_image "$image" --read-only --user 12345:12345 --cap-drop all -v "$data:/data" -- \
    convert matrix.tsv -o two.tsv --threads 1 --quiet
  cmp "$data/one.tsv" "$data/two.tsv"
  [[ $(stat -c %u "$data/two.tsv") == 12345 ]] || fail "the output is not the user's"
  # The input is on a read-only mount, and the output goes to standard output.
  in_image "$image" --read-only -v "$data:/data:ro" -- convert matrix.tsv --quiet |
    cmp - "$data/one.tsv"
  in_image "$image" -v "$data:/data" -- convert matrix.tsv -o three.vcf.gz --quiet
  [[ -s $data/three.vcf.gz && -s $data/three.vcf.gz.csi ]] || fail "no indexed VCF"

  expect_exit 0 in_image "$image" --version
  expect_exit 2 in_image "$image" convert
  expect_exit 3 in_image "$image" convert /none
  expect_exit 5 in_image "$image" -v "$data:/data:ro" -- convert matrix.tsv -o new.tsv
  expect_exit 6 in_image "$image" -v "$data:/data" -- convert matrix.tsv -o new.tsv --device cuda
  grep -q 'cuda' "$folder/err" || fail "the message does not name the missing device: $(cat "$folder/err")"
  [[ ! -e $data/new.tsv ]] || fail "a run that failed left an output"

  [[ $(podman image inspect -f '{{.User}}' "localhost/$image") == nobody ]] || fail "runs as root"
  local papers
  papers=$(podman run --rm --network none --entrypoint sh "localhost/$image" -c \
    'find /usr/share/doc /usr/share/man /usr/share/locale -type f 2>/dev/null | head -n 3')
  [[ -z $papers ]] || fail "$image contains documentation: $papers"
  bytes=$(podman image inspect -f '{{.Size}}' "localhost/$image")
  ((bytes < most_bytes)) || fail "$image has $bytes bytes, more than $most_bytes"
  printf '%s: %d MB\n' "$image" $((bytes / 1000000))
}

# Process 1 has no default action for signals, so this tests that the program itself handles them.
try_signal() {
  local image=$1 name=hapmill-test-$$ begin
  mkfifo "$folder/data/fifo"
  podman run --detach --name "$name" --network none -v "$folder/data:/data" "localhost/$image" \
    convert fifo -o never.tsv >/dev/null
  exec 9>"$folder/data/fifo" # the program has now opened it for reading
  printf 'CHROM\tPOS\tREF\ta\tb\n' >&9
  sleep 0.5
  begin=$(date +%s%N)
  podman kill --signal TERM "$name" >/dev/null
  local code
  code=$(podman wait "$name")
  local milliseconds=$((($(date +%s%N) - begin) / 1000000))
  exec 9>&-
  podman rm "$name" >/dev/null
  ((code == 143)) || fail "SIGTERM: exit code $code, not 143"
  ((milliseconds < 3000)) || fail "SIGTERM: stopped after $milliseconds ms" # includes the time of podman
  [[ ! -e $folder/data/never.tsv ]] || fail "SIGTERM: an output has its final name"
}

# image_of DOCKERFILE  — prints the stages after the build.
image_of() { sed -n '/ AS runtime$/,$p' "$1"; }

diff <(image_of docker/cpu.Dockerfile) <(image_of docker/cuda.Dockerfile) ||
  fail "the images differ in more than how the program is built"
for tool in buildah podman runc debootstrap; do
  command -v "$tool" >/dev/null || fail "$tool is missing: ./dev test-long installs it"
done
((EUID == 0)) || fail "run this as root, which debootstrap needs"
prepare_engine
make_base
build_image hapmill docker/cpu.Dockerfile
try_image hapmill
try_signal hapmill
if [[ -x $cuda_folder/bin/nvcc ]]; then
  build_image hapmill-cuda docker/cuda.Dockerfile --build-context "cuda=$(realpath "$cuda_folder")"
  try_image hapmill-cuda
fi
echo "docker/test.sh: all passed"
