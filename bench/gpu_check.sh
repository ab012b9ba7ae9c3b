#!/usr/bin/env bash
# Everything that needs a CUDA device, in one command and less than eight minutes: the device tests, one
# of them under compute-sanitizer, and the benchmark. The results are in gpu_report.json.
#
# The programs are those of --bin, or those in build/portable or build/cuda; otherwise they are built.
# For a machine that lacks the libraries, build them on another one with
#   cmake --preset portable && cmake --build --preset portable
set -euo pipefail
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)

usage='usage: bench/gpu_check.sh [--bin DIR] [--work DIR] [--report FILE] [--dry-run]

  --bin DIR      folder of hapmill, hapmill_device_tests and hapmill_gpu_bench
  --work DIR     folder for matrices and tables, up to 45 GB (default /dev/shm)
  --report FILE  file for the results (default gpu_report.json)
  --dry-run      say what would be done; needs no device

Exit status: 0 everything passed, 1 something failed, 2 wrong usage, 3 there is no device.'

say() { printf 'gpu_check: %s\n' "$*" >&2; }
fail() {
  say "$2"
  exit "$1"
}

bin='' work=/dev/shm report=gpu_report.json dry_run=false
while (($#)); do
  case $1 in
    --bin | --work | --report)
      (($# > 1)) || fail 2 "$1 needs a value"
      declare "${1#--}=$2"
      shift 2
      ;;
    --dry-run)
      dry_run=true
      shift
      ;;
    -h | --help)
      echo "$usage"
      exit 0
      ;;
    *)
      echo "$usage" >&2
      fail 2 "there is no option $1"
      ;;
  esac
done

programs=(hapmill hapmill_device_tests hapmill_gpu_bench)
# has_programs DIR
has_programs() {
  local program
  for program in "${programs[@]}"; do
    [[ -x $1/$program ]] || return 1
  done
}

# find_tool NAME [FOLDER…]  — prints the path of a program on PATH or in one of the folders.
find_tool() {
  local folder
  command -v "$1" 2>/dev/null && return
  for folder in "${@:2}"; do
    if [[ -x $folder/$1 ]]; then
      echo "$folder/$1"
      return
    fi
  done
  return 1
}
cuda_folders=(/usr/local/cuda/bin /usr/local/cuda/compute-sanitizer /usr/local/nvidia/bin)

has_card() {
  local smi
  if smi=$(find_tool nvidia-smi "${cuda_folders[@]}") && "$smi" -L 2>/dev/null | grep -q '^GPU '; then
    return
  fi
  compgen -G '/dev/nvidia[0-9]*' >/dev/null
}

choose_programs() {
  local folder
  if [[ -n $bin ]]; then
    has_programs "$bin" || fail 2 "$bin does not hold ${programs[*]}"
    return
  fi
  for folder in "$root/build/portable" "$root/build/cuda"; do
    if has_programs "$folder"; then
      bin=$folder
      return
    fi
  done
}

build_programs() {
  local nvcc generator='Unix Makefiles'
  nvcc=$(find_tool nvcc "${cuda_folders[@]}") || fail 1 "nvcc is missing: build the programs elsewhere (the start of this file says how) and give their folder with --bin"
  command -v cmake >/dev/null || fail 1 "cmake is missing: build the programs elsewhere and give their folder with --bin"
  command -v ninja >/dev/null && generator=Ninja
  say "building into build/portable"
  (
    cd "$root"
    CUDACXX=$nvcc cmake --preset portable -G "$generator" >/dev/null
    cmake --build --preset portable --parallel "$(nproc)" >/dev/null
  ) || fail 1 "the build failed: if a library is missing, build elsewhere and give the folder with --bin"
  bin=$root/build/portable
}

choose_programs
if $dry_run; then
  echo "card: $(has_card && echo there || echo none)"
  echo "programs: ${bin:-to be built in build/portable}"
  echo "compute-sanitizer: $(find_tool compute-sanitizer "${cuda_folders[@]}" || echo missing)"
  echo "steps: device tests, memcheck, racecheck, initcheck, synccheck, benchmark"
  echo "work: $work"
  echo "report: $report"
  exit 0
fi
has_card || fail 3 "there is no NVIDIA card on this machine; nothing was checked"
[[ -n $bin ]] || build_programs

# When the rest must have ended, in seconds.
deadline=$((SECONDS + ${HAPMILL_GPU_CHECK_SECONDS:-480}))
# seconds_for MOST  — prints MOST or the seconds that are left, whichever is less.
seconds_for() {
  local left=$((deadline - SECONDS))
  ((left > 0)) || left=1
  echo $((left < $1 ? left : $1))
}

failed=false
facts=()
# note CHECK RESULT
note() {
  say "$1: $2"
  facts+=(--fact "$1=$2")
  [[ $2 == failed* ]] && failed=true
  return 0
}

logs=$(mktemp -d)
trap 'rm -rf "$logs"' EXIT

# run_tests LOG SECONDS COMMAND…  — runs the command with its output in the log; returns its status.
run_tests() {
  local log=$1 seconds=$2
  shift 2
  timeout "$(seconds_for "$seconds")" "$@" >"$log" 2>&1
}

check_device_tests() {
  local log=$logs/tests status=0
  run_tests "$log" 150 "$bin/hapmill_device_tests" || status=$?
  if ((status != 0)); then
    tail -n 40 "$log" >&2
    note 'device tests' "failed with status $status"
  elif grep -q '^\[  SKIPPED \]' "$log"; then
    tail -n 20 "$log" >&2
    note 'device tests' 'failed: CUDA sees no device, so they were skipped'
  else
    note 'device tests' "passed: $(grep -c '^\[       OK \]' "$log") tests"
  fi
}

# check_by SANITIZER TOOL
check_by() {
  local log=$logs/$2 status=0
  HAPMILL_DEVICE_CASES=${HAPMILL_DEVICE_CASES:-10} run_tests "$log" 60 \
    "$1" --tool "$2" --error-exitcode 99 "$bin/hapmill_device_tests" \
    --gtest_filter='Random/DeviceRecords.MakesTheBatchesOfTheCpu/*' || status=$?
  if ((status == 0)); then
    note "$2" passed
  elif grep -qiE 'device not supported|not supported on this (device|system|platform)|unable to (find|load|attach)' "$log"; then
    note "$2" "not run: $(grep -iEm1 'not supported|unable to' "$log" | sed 's/^=* *//')"
  else
    tail -n 40 "$log" >&2
    note "$2" "failed with status $status"
  fi
}

check_sanitizers() {
  local sanitizer tool
  if ! sanitizer=$(find_tool compute-sanitizer "${cuda_folders[@]}"); then
    note compute-sanitizer 'failed: the tool is missing'
    return
  fi
  for tool in memcheck racecheck initcheck synccheck; do
    check_by "$sanitizer" "$tool"
  done
}

# fact NAME COMMAND…  — keeps the first line that the command prints, or "unknown".
fact() {
  local text
  text=$("${@:2}" 2>/dev/null | head -n 1) || text=''
  facts+=(--fact "$1=${text:-unknown}")
}
# describe_machine  — no failure in here may end the script.
describe_machine() {
  local smi=nvidia-smi nvcc=nvcc
  smi=$(find_tool nvidia-smi "${cuda_folders[@]}") || smi=nvidia-smi
  nvcc=$(find_tool nvcc "${cuda_folders[@]}") || nvcc=nvcc
  fact date date -u +%Y-%m-%d
  fact card "$smi" --query-gpu=name --format=csv,noheader
  fact driver "$smi" --query-gpu=driver_version --format=csv,noheader
  fact link "$smi" --query-gpu=pcie.link.gen.max,pcie.link.width.max --format=csv,noheader
  fact nvcc sh -c "'$nvcc' --version | grep -o 'release [0-9.]*'"
  fact processor sh -c "sed -n 's/^model name[^:]*: //p' /proc/cpuinfo"
  fact processors nproc
  fact memory sh -c "sed -n 's/^MemTotal: *//p' /proc/meminfo"
  fact linux uname -r
  fact hapmill "$bin/hapmill" --version
  fact commit git -C "$root" describe --always --dirty
}

measure() {
  local options=(--report "$report" --work "$work") status=0
  if "$bin/hapmill" convert --help 2>/dev/null | grep -q -- '--device '; then
    options+=(--hapmill "$bin/hapmill")
  else
    note program 'not run: hapmill has no option --device'
  fi
  timeout "$(seconds_for 280)" "$bin/hapmill_gpu_bench" "${options[@]}" "${facts[@]}" || status=$?
  ((status == 0)) || note benchmark "failed with status $status"
}

check_device_tests
# The speed of wrong results means nothing.
$failed && fail 1 "the device tests failed: nothing else was run"
check_sanitizers
describe_machine
measure
$failed && fail 1 "something failed, see above"
say "all passed; $report has the figures"
