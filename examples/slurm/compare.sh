#!/usr/bin/env bash
#SBATCH --job-name=tellings-compare
#SBATCH --cpus-per-task=8
#SBATCH --mem=16G
#SBATCH --time=08:00:00
# Catalogues what the parts wrote, and compares.
set -euo pipefail
: "${INTO:?the corpus: a folder that all machines see}"
exec "${TELLINGS:-tellings}" run --into "$INTO" --workers "${SLURM_CPUS_PER_TASK:-1}"
