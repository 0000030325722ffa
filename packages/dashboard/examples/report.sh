# What is on this machine, as far as the sandbox lets one see.
set -euo pipefail

printf 'user  %s\nshell %s\n\n' "$(id -u)" "$BASH_VERSION"

awk '/^(MemTotal|MemFree|Cached)/ { printf "%-9s %8.1f MiB\n", $1, $2 / 1024 }' /proc/meminfo
echo

for word in sandbox jail namespace; do
    printf '%-10s %2d letters\n' "$word" "${#word}"
done | sort -k2 -n
