#!/bin/bash
# Trains shards of a study as a Slurm job array: a task for each shard. From the repository, with the numbers
# that --plan or --status says:
#
#   sbatch --array=1-24 experiments/cluster/slurm.sh grid --learning-rate 0.1,0.01 --out /shared/results
#
# Options of sbatch come before those below, such as --array=1-24%8 for eight tasks at a time, or --partition.

#SBATCH --job-name=chainrule
#SBATCH --ntasks=1
#SBATCH --cpus-per-task=1
#SBATCH --mem=1G
#SBATCH --time=01:00:00
# When a minute is left, SIGTERM to the step that srun begins below, and so to Deno. With B: in front of it, this
# script alone would get it, and Deno none.
#SBATCH --signal=TERM@60
# After the failure of a node, or where another job is more important, Slurm itself begins the task again.
#SBATCH --requeue
#SBATCH --open-mode=append

: "${SLURM_ARRAY_TASK_ID:?is not set: use sbatch --array=1-24, with the numbers that --plan says}"

cores=${SLURM_CPUS_PER_TASK:-1}
srun --cpus-per-task="$cores" deno task --quiet experiment "$@" --jobs 1 --threads "$cores"
code=$?

# Not done: it was ended by SIGTERM, or other shards must come first. The number of the array is in the name because
# the number of the job alone may stand for the whole array.
if [ $code -eq 75 ]; then
  scontrol requeue "${SLURM_ARRAY_JOB_ID}_$SLURM_ARRAY_TASK_ID"
fi
exit $code
