#!/usr/bin/env bash
#SBATCH --job-name=tellings-read
#SBATCH --array=1-100
#SBATCH --cpus-per-task=1
#SBATCH --mem=2G
#SBATCH --time=04:00:00
#SBATCH --signal=INT@60
# Reads a part of the inputs into a corpus on a shared folder:
#   sbatch --export=ALL,INTO=/shared/corpus,INPUTS=/shared/cc-news/2024 examples/slurm/read.sh
#   sbatch --dependency=afterany:JOB --export=ALL,INTO=/shared/corpus examples/slurm/compare.sh
# A task that was stopped or killed is simply submitted again (--array=17): it goes on where it was.
set -euo pipefail
: "${INTO:?the corpus: a folder that all machines see}" "${INPUTS:?files, folders or patterns}"
part=${SLURM_ARRAY_TASK_ID:?run this with sbatch}/${SLURM_ARRAY_TASK_COUNT:?}
# One process a task, since Slurm counts the cores.  INPUTS may be several words.
# shellcheck disable=SC2086
exec "${TELLINGS:-tellings}" run $INPUTS --into "$INTO" --shard "$part" --engine inprocess
