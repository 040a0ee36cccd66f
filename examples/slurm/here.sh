#!/usr/bin/env bash
# The same job without Slurm, on this machine: here.sh PARTS INTO INPUTS…
set -euo pipefail
parts=$1 INTO=$2
shift 2
export INTO INPUTS="$*" SLURM_ARRAY_TASK_COUNT=$parts
folder=$(dirname "$0")
for SLURM_ARRAY_TASK_ID in $(seq 1 "$parts"); do
    export SLURM_ARRAY_TASK_ID
    bash "$folder/read.sh"
done
bash "$folder/compare.sh"
