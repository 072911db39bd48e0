#!/bin/bash
# Trains the shards of a study with GNU parallel: on the cores of this machine, or of several that ssh reaches. The
# number of shards comes first, then what the command takes. The same again trains what is missing.
#
#   experiments/cluster/parallel.sh 24 grid --learning-rate 0.1,0.01
#   JOBS=8 HOSTS=ada,grace,: experiments/cluster/parallel.sh 24 grid --learning-rate 0.1,0.01 --out /shared/results
#
# Other machines must have this folder and that of --out at the same paths, and deno on the PATH.

shards=${1:?is the number of shards, such as: parallel.sh 24 grid --epochs 10}
shift
jobs=${JOBS:-100%} # shards at a time on each machine: as many as it has cores
hosts=${HOSTS:-:}  # machines as ssh knows them, separated by commas; : is this one

cd "$(dirname "$0")/../.." || exit
log=$(mktemp)
trap 'rm -f "$log"' EXIT

left=$(seq "$shards")
while [ -n "$left" ]; do
  # A shard that fails is tried again, on another machine if there is one, and does not halt the others. If parallel
  # itself is to end, each gets SIGTERM and a minute for its checkpoint.
  parallel --jobs "$jobs" --sshlogin "$hosts" --workdir "$PWD" --env MNIST_DIR --env DENO_DIR \
    --retries 3 --halt never --termseq TERM,60000,KILL,25 --joblog "$log" --quote \
    deno task --quiet experiment "$@" --jobs 1 --threads 1 --shard "{}/$shards" ::: $left
  code=$?
  ((code > 101)) && exit $code # parallel was ended, or can't work; up to 101 it counts the shards that failed

  # Column 7 is the exit code, 8 the signal, 9 the command. 75 is not done: it was ended by SIGTERM, other shards had to
  # come first, or another program is at this shard.
  failed=$(awk -F'\t' 'NR > 1 && ($7 != 0 && $7 != 75 || $8 != 0) { sub(/.* /, "", $9); print $9 }' "$log")
  if [ -n "$failed" ]; then
    echo "Failed shards:" $failed >&2
    exit 1
  fi
  left=$(awk -F'\t' 'NR > 1 && $7 == 75 { gsub(/.* |\/.*/, "", $9); print $9 }' "$log")
  if [ -n "$left" ]; then sleep 10; fi
done
