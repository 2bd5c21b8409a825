#!/usr/bin/env bash
# Builds everything with warnings as errors and runs every test project. The last line of the output is the total.
# All arguments go to the runners of xunit, for example: tests/run.sh -trait Promise=EM-01
# The samples for other test frameworks run only without arguments, and the long run only without arguments and in CI.
set -euo pipefail

cd "$(dirname "${BASH_SOURCE[0]}")/.."
ci=${CI:-false}
limit=20m # a test project that takes longer is considered to hang

export DOTNET_NOLOGO=1 DOTNET_CLI_TELEMETRY_OPTOUT=1 TESTINGPLATFORM_TELEMETRY_OPTOUT=1 DOTNET_CLI_UI_LANGUAGE=en
export MSBUILDDISABLENODEREUSE=1 DOTNET_CLI_USE_MSBUILD_SERVER=0

work=$(mktemp -d)
runner=
finish() {
    if [[ -n $runner ]]; then
        kill "$runner" 2>/dev/null || true
    fi
    rm -rf "$work"
}
trap finish EXIT
trap 'exit 130' INT
trap 'exit 143' TERM

fail() {
    echo "tests/run.sh: $*" >&2
    echo "0 passed, 1 failed, 0 skipped"
    exit 1
}

missing_programs() {
    local program
    for program in redis-server chromium npm; do
        command -v "$program" >/dev/null || echo "$program"
    done
}

# Some tests need a real Redis, a real browser or npm, which fetches posthog-js, and are skipped without it. The Debian packages have the same names as the programs.
install_missing() {
    local missing program root=()
    missing=$(missing_programs)
    if ((EUID != 0)); then
        root=(sudo -n)
    fi
    if [[ -n $missing ]] && command -v apt-get >/dev/null && "${root[@]}" true 2>/dev/null; then
        # Package lists that cannot be updated may still be good enough. Packages are installed one by one, so that one failure does not affect the others.
        "${root[@]}" apt-get update -qq >"$work/apt.log" 2>&1 || tail -n 5 "$work/apt.log" >&2
        for program in $missing; do
            echo "Installing $program"
            "${root[@]}" env DEBIAN_FRONTEND=noninteractive \
                apt-get install -y -qq --no-install-recommends -o DPkg::Lock::Timeout=120 "$program" </dev/null >"$work/apt.log" 2>&1 \
                || tail -n 5 "$work/apt.log" >&2
        done
        missing=$(missing_programs)
    fi

    [[ -n $missing ]] || return 0
    [[ $ci != true ]] || fail "CI must not skip tests, but these programs are missing: ${missing//$'\n'/, }"
    echo "These programs are missing, so the tests that need them are skipped: ${missing//$'\n'/, }" >&2
}

# Reads one number from the runner's summary line: "Total: 12, Errors: 0, Failed: 0, Skipped: 0, Not Run: 0, Time: 1.2s", or "Total: 0" alone.
# The other frameworks write a line for each number: "  total: 12", "  failed: 0", "  skipped: 0".
number() {
    local value
    value=$(sed -nE "s/(.*[ ])?$1: ([0-9]+).*/\2/p" <<<"$2" | tail -n 1)
    echo "${value:-0}"
}

command -v dotnet >/dev/null || fail "install the .NET SDK version that global.json names: https://dotnet.microsoft.com/download"
install_missing

dotnet build PostHogFeatureManagement.sln -c Release -warnaserror --verbosity quiet -p:UseSharedCompilation=false || fail "the build failed"

passed=0 failed=0 skipped=0 broken=0
for project in tests/*/*.csproj; do
    if grep -q 'Include="xunit.v3"' "$project"; then
        arguments=(-noLogo -noColor "$@")
    elif (($# == 0)) && grep -qE 'Include="(NUnit|MSTest.TestFramework)"' "$project"; then
        arguments=(--no-ansi --no-progress)
    else
        continue
    fi

    name=$(basename "$project" .csproj)
    echo "== $name"
    executable=$(dotnet msbuild "$project" -p:Configuration=Release -getProperty:RunCommand)
    timeout --kill-after=10s "$limit" "$executable" "${arguments[@]}" >"$work/$name.log" 2>&1 &
    runner=$!
    code=0
    wait "$runner" || code=$?
    runner=

    cat "$work/$name.log"
    summary=$(grep -E '^ +[^ ]+  Total: [0-9]+' "$work/$name.log" | tail -n 1 || true)
    if [[ -z $summary ]]; then
        summary=$(sed -nE 's/^ +(total|failed|skipped): ([0-9]+)$/\u\1: \2/p' "$work/$name.log")
    fi
    if [[ -z $summary ]]; then
        echo "$name exited with code $code and printed no summary." >&2
        broken=$((broken + 1))
        continue
    fi

    # Errors are failures outside of tests, such as in fixtures. The runner does not count them as tests.
    bad=$(number Failed "$summary")
    off=$(number Skipped "$summary")
    passed=$((passed + $(number Total "$summary") - bad - off - $(number 'Not Run' "$summary")))
    bad=$((bad + $(number Errors "$summary")))
    failed=$((failed + bad))
    skipped=$((skipped + off))
    if ((code != 0 && bad == 0)); then
        echo "$name exited with code $code." >&2
        broken=$((broken + 1))
    fi
done

# The sample as a fleet, in two minutes of trouble, counts as one test.
if [[ $ci == true ]] && (($# == 0)); then
    echo "== Long run"
    executable=$(dotnet msbuild tests/PostHogFeatureManagement.Benchmarks -p:Configuration=Release -getProperty:RunCommand)
    timeout --kill-after=10s "$limit" "$executable" longrun 2 &
    runner=$!
    if wait "$runner"; then
        passed=$((passed + 1))
    else
        failed=$((failed + 1))
    fi
    runner=
fi

failed=$((failed + broken))
status=0
if ((failed > 0)); then
    status=1
elif ((passed == 0)); then
    echo "No tests ran." >&2
    status=1
elif ((skipped > 0)) && [[ $ci == true ]]; then
    echo "CI must not skip tests." >&2
    status=1
fi

echo "$passed passed, $failed failed, $skipped skipped"
exit "$status"
