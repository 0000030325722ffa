#!/bin/sh
# Grades every file in submissions/ against tests/, as CSV: sh grade.sh
# `neuron run --tests` ends with 0 when all tests passed; --json gives the whole execution.
set -eu
cd "$(dirname "$0")"
neuron="${NEURON:-neuron}"

echo "submission,verdict"
for file in submissions/*; do
  code=0
  $neuron run "$file" --tests tests --checker tokens > /dev/null 2>&1 || code=$?
  case $code in
    0) verdict=passed ;;
    1) verdict="wrong answer" ;;
    65) verdict="does not compile" ;;
    69 | 75) verdict="not graded" ;;
    124) verdict="too slow" ;;
    137) verdict="too much memory" ;;
    *) verdict="failed with code $code" ;;
  esac
  echo "$(basename "$file"),$verdict"
done
