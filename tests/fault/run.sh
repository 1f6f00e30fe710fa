#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# run.sh: what happens to an index when a run is killed, a call fails or the disk is full.
# Whatever it is: the index in service answers, and the next run succeeds and cleans up.
# KB_BUILD names the tree with the programs and helper/fault/inject.so. SEED (1) chooses the
# moments of the kills, KILLS (30) is how many there are, READERS (4) search meanwhile.
# SHORT=1 leaves out all but the kills of updates.
set -eu

here=$(cd "$(dirname "$0")" && pwd)
root=$(cd "$here/../.." && pwd)
build=$(cd "${KB_BUILD:-$root/build}" && pwd)
sample=$root/corpus/sample
inject=$build/helper/fault/inject.so
work=$(mktemp -d)
index=$work/index
mounted=
readers=
even=
odd=
passed=0
failed=0
skipped=0

clean() {
    for reader in $readers; do
        kill "$reader" 2>/dev/null || true
    done
    [ -z "$mounted" ] || umount "$mounted" || true
    rm -rf "$work"
}
trap clean EXIT
trap 'exit 1' HUP INT TERM

# An environment of its own: no user's configuration.
HOME=$work
LC_ALL=C
export HOME LC_ALL
unset KBSEARCH_INDEX XDG_CONFIG_HOME

pass() {
    passed=$((passed + 1))
}

# fail WORDS...: say what is wrong, with what the last run said.
fail() {
    failed=$((failed + 1))
    echo "FAILED: $*"
    sed 's/^/    /' "$work/err"
}

# wait_for_lock: a killed run holds it until its workers have ended too.
wait_for_lock() {
    flock "$index/lock" true
}

# run_index CORPUS [OPTION...]: sets status.
run_index() {
    corpus=$1
    shift
    status=0
    "$build/kbindex" --allow-shrink=100 --relearn=never -o "$index" "$@" "$corpus" >"$work/out" \
        2>"$work/err" || status=$?
}

# answers: the index in service finds the article that it must.
answers() {
    "$build/kbsearch" -i "$index" -n 1 "backup hangs legato" 2>"$work/search-err" |
        grep -q 'Q[0-9]*'
}

builds() {
    ls "$index/builds"
}

# clean_after_failure WHAT: a run that failed by itself leaves no build of its own; left-overs
# of killed ones it may have removed.
clean_after_failure() {
    if [ "$status" = 0 ] || [ "$status" -gt 2 ]; then
        fail "$1: exit $status, wanted 2"
    elif ! answers; then
        cat "$work/search-err"
        fail "$1: the index does not answer"
    elif builds | grep -qvxF "$before"; then
        fail "$1: builds has $(builds | tr '\n' ' '), before $(echo "$before" | tr '\n' ' ')"
    else
        pass
    fi
}

# recovers WHAT: the next run succeeds, answers, and leaves whole builds only: the one in
# service and the one before it.
recovers() {
    wait_for_lock
    run_index "${2:-$sample}"
    n=0
    for dir in "$index"/builds/*; do
        n=$((n + 1))
        [ -f "$dir/manifest.json" ] || status="0, but $dir is left over"
    done
    if [ "$status" != 0 ]; then
        fail "$1: the next run: exit $status"
    elif [ "$n" -gt 2 ]; then
        fail "$1: $n builds after the next run"
    elif ! answers; then
        fail "$1: the index does not answer after the next run"
    else
        pass
    fi
}

# multiply N FOLDER: the sample N times, each copy under numbers of its own.
multiply() {
    mkdir -p "$2"
    find "$sample" -type f | sort | awk -v copies="$1" -v folder="$2" '
        {
            path = $0
            id = path
            sub(/\/README\.md$/, "", id)
            sub(/\.TXT$/, "", id)
            sub(/.*\/Q/, "", id)
            n = 0
            while ((getline line < path) > 0)
                lines[++n] = line
            close(path)
            for (c = 0; c < copies; c++) {
                new = id + c * 330000 # the archive ends at 326585
                out = folder "/" new
                for (i = 1; i <= n; i++) {
                    line = lines[i]
                    if (i < 12) # front matter and header
                        gsub("Q" id, "Q" new, line)
                    print line >out
                }
                close(out)
            }
        }'
}

# now_ms, and a sleep of milliseconds.
now_ms() {
    date +%s%3N
}
pause_ms() {
    sleep "$(awk -v ms="$1" 'BEGIN { printf "%.3f", ms / 1000 }')"
}

# ---- one call fails, or is the last ----

# count_calls CALL: how many of them a run makes.
count_calls() {
    KB_INJECT=$1:0:count LD_PRELOAD=$inject run_index "$sample" -j 1 --full
    sed -n 's/^inject: //p' "$work/err"
}

# Some of 1 to N: the first, the last ones, and some between.
some_of() {
    awk -v n="$1" 'BEGIN {
        for (i = 1; i <= n; i++)
            if (i == 1 || i > n - 3 || i % (int(n / 5) + 1) == 0)
                print i
    }'
}

injected_faults() {
    run_index "$sample"
    [ "$status" = 0 ] || fail "the first index: exit $status"
    for call in read write pwrite fsync fdatasync rename symlink mkdir link unlink; do
        total=$(count_calls $call)
        [ "${total:-0}" != 0 ] || continue
        for n in $(some_of "$total"); do
            for kind in eio enospc; do
                # What a run does after publishing may fail without harm.
                before=$(builds)
                in_service=$(readlink "$index/current")
                KB_INJECT=$call:$n:$kind LD_PRELOAD=$inject run_index "$sample" -j 1 --full
                if [ "$(readlink "$index/current")" != "$in_service" ]; then
                    if answers; then
                        pass
                    else
                        fail "$kind at $call $n of $total: published, but does not answer"
                    fi
                else
                    clean_after_failure "$kind at $call $n of $total"
                fi
                [ $call = fsync ] || [ $call = rename ] || [ $call = symlink ] || break
            done
            KB_INJECT=$call:$n:kill LD_PRELOAD=$inject run_index "$sample" -j 1 --full
            if answers; then
                pass
            else
                fail "killed at $call $n of $total: the index does not answer"
            fi
        done
        recovers "after faults of $call"
    done
}

# ---- calls fail at random, as a dying disk or a used-up quota lets them ----

# random_faults ERRNO NAME: runs of which every few hundredth call fails so; a failure may come
# while another is cleaned up, so the next run is what must leave nothing behind.
random_faults() {
    ended=0
    for calls in rw sync oc 'rw/pwrite' 'rw/write' 'rw/read' 'rw/pread'; do
        for probability in 0.003 0.02 0.2; do
            in_service=$(readlink "$index/current")
            status=0
            fiu-run -x -c "enable_random name=posix/io/$calls*,probability=$probability,failinfo=$1" \
                "$build/kbindex" --full --allow-shrink=100 -j 2 -o "$index" "$sample" \
                >"$work/out" 2>"$work/err" || status=$?
            what="$2 at $probability of $calls"
            if [ "$status" -gt 2 ]; then
                fail "$what: exit $status"
            elif [ "$status" = 2 ] && [ "$(readlink "$index/current")" = "$in_service" ] &&
                ! tail -n 1 "$work/err" | grep -qv -e 'reading the corpus$' -e 'ing$' \
                    -e 'learning words$' -e 'testing the build$'; then
                fail "$what: no message"
            else
                [ "$status" != 2 ] || ended=$((ended + 1))
                in_service_is_whole "$what"
            fi
        done
        recovers "after $2 of $calls"
    done
    [ "$ended" -gt 3 ] || fail "$2: only $ended runs were ended"
    echo "fault: $2 ended $ended of 21 runs"
}

random_faults_all() {
    if ! command -v fiu-run >/dev/null; then
        skipped=$((skipped + 1))
        echo "skipped: no fiu-run (package fiu-utils)"
        return
    fi
    random_faults 5 EIO
    random_faults 122 EDQUOT
}

# ---- kills of updates, while others search without pause ----

# The corpus as it is on even and odd nights: in each some articles have other words, and one
# is there on even nights only. A search that mixes two builds finds something else.
prepare_nights() {
    for night in even odd; do
        mkdir "$work/$night"
        for file in "$work"/many/*[27]; do
            sed "s/^\\(\t*\\)SUMMARY.*/&\n\\1nightword$night/" "$file" >"$work/$night/${file##*/}"
        done
    done
    sed 's/Q[0-9][0-9]*/Q9000001/' "$(find "$work/even" -type f | sort | head -n 1)" \
        >"$work/other"
}

# make_night N: the corpus of night N
make_night() {
    if [ $(($1 % 2)) = 0 ]; then
        cp "$work"/even/* "$work/other" "$work/many/"
    else
        rm -f "$work/many/other"
        cp "$work"/odd/* "$work/many/"
    fi
}

# what_night INDEX: hits, totals and scores of both nights' queries
what_night() {
    printf 'nightwordeven\nnightwordodd\nbackup hangs legato\n' |
        "$build/kbsearch" -i "$index" -n 100 --batch - 2>"$1" |
        jq -c '[.total, [.hits[] | [.id, .score]]]' | cksum
}

# complaints FILE: what a search said, but that the night has not this word
complaints() {
    grep -v "^kbsearch: note: no article has 'nightword" "$1" >>"$work/reader-failed" || true
}

# read_on N: search for ever; note each search and what fails. One reader of four keeps one
# process for all its queries.
read_on() {
    while :; do
        night=$(what_night "$work/reader-err-$1")
        complaints "$work/reader-err-$1"
        # within one process the build may change between two lines
        case $night in
        "$even" | "$odd") echo searched >>"$work/reader-all" ;;
        *) echo between >>"$work/reader-between" ;;
        esac
    done
}

# read_one N: the same by one query a process: exactly one of two answers is right.
read_one() {
    while :; do
        answer=$("$build/kbsearch" -i "$index" -n 100 --format=json \
            "nightwordeven backup" 2>"$work/reader-err-$1" |
            jq -c '[.total, [.hits[] | [.id, .score]]]' | cksum) || true
        complaints "$work/reader-err-$1"
        case $answer in
        "$one_even" | "$one_odd") echo searched >>"$work/reader-all" ;;
        *) echo "wrong: $answer" >>"$work/reader-failed" ;;
        esac
    done
}

one_answer() {
    "$build/kbsearch" -i "$index" -n 100 --format=json "nightwordeven backup" |
        jq -c '[.total, [.hits[] | [.id, .score]]]' | cksum
}

start_readers() {
    make_night 0
    run_index "$work/many"
    even=$(what_night "$work/err")
    one_even=$(one_answer)
    make_night 1
    run_index "$work/many"
    odd=$(what_night "$work/err")
    one_odd=$(one_answer)
    if [ "$status" != 0 ] || [ "$even" = "$odd" ] || [ "$one_even" = "$one_odd" ]; then
        fail "the two nights: exit $status, answers $even $odd"
    fi
    : >"$work/reader-failed"
    : >"$work/reader-all"
    : >"$work/reader-between"
    readers=
    n=1
    while [ "$n" -le "${READERS:-4}" ]; do
        if [ "$n" = 1 ]; then
            read_on "$n" &
        else
            read_one "$n" &
        fi
        readers="$readers $!"
        n=$((n + 1))
    done
}

stop_readers() {
    for reader in $readers; do
        kill "$reader" 2>/dev/null || true
        wait "$reader" 2>/dev/null || true
    done
    readers=
    if [ -s "$work/reader-failed" ]; then
        sort "$work/reader-failed" | uniq -c | head -n 10 >"$work/err"
        fail "searches failed or were wrong during the kills"
    else
        pass
    fi
}

# in_service_is_whole WHAT
in_service_is_whole() {
    if ! answers; then
        fail "$1: the index does not answer"
    elif ! "$build/kbindex" -q -o "$index" --verify 2>"$work/err"; then
        fail "$1: the build in service is not whole"
    else
        pass
    fi
}

update_kills() {
    kills=${KILLS:-30}
    start_readers
    x=${SEED:-1}
    finished=0
    killed=0
    i=0
    wait_for_lock
    make_night 0
    start=$(now_ms)
    run_index "$work/many"
    whole=$(($(now_ms) - start))
    # A busy machine must not make this last for minutes.
    [ "$whole" -lt 1500 ] || whole=1500
    # at every rename, sync, link and removal of an update
    for call in rename fsync link symlink unlink mkdir; do
        wait_for_lock
        make_night $i
        KB_INJECT=$call:0:count LD_PRELOAD=$inject run_index "$work/many"
        total=$(sed -n 's/^inject: //p' "$work/err")
        i=$((i + 1))
        n=1
        while [ "$n" -le "${total:-0}" ] && [ $killed -lt $((kills / 2)) ]; do
            make_night $i
            wait_for_lock
            KB_INJECT=$call:$n:kill LD_PRELOAD=$inject run_index "$work/many"
            in_service_is_whole "an update killed at $call $n of $total"
            killed=$((killed + 1))
            n=$((n + (total > kills / 6 ? total / (kills / 6 + 1) + 1 : 1)))
            i=$((i + 1))
        done
    done
    while [ "$killed" -lt "$kills" ]; do
        wait_for_lock
        make_night $i
        i=$((i + 1))
        killed=$((killed + 1))
        x=$((x * 16807 % 2147483647)) # Lehmer's generator
        full=
        [ $((i % 7)) != 0 ] || full=--full
        # an option or none
        # shellcheck disable=SC2086
        "$build/kbindex" -q $full --allow-shrink=100 --relearn=never -o "$index" "$work/many" >"$work/out" \
            2>"$work/err" &
        pid=$!
        pause_ms $((x % (whole * 5 / 4)))
        kill -s KILL $pid 2>/dev/null || true
        status=0
        wait $pid 2>/dev/null || status=$?
        case $status in
        0) finished=$((finished + 1)) ;;
        137) ;;
        *) fail "kill $killed: the run before it was killed: exit $status" ;;
        esac
        in_service_is_whole "kill $killed"
        if [ $((i % 10)) = 0 ]; then
            recovers "after kill $killed" "$work/many"
        fi
    done
    recovers "after $killed kills" "$work/many"
    stop_readers
    echo "fault: $killed kills of runs of $whole ms, $finished came too late;" \
        "$(wc -l <"$work/reader-all") searches meanwhile"
}

# ---- a worker is killed ----

killed_worker() {
    before=$(builds)
    "$build/kbindex" -j 2 --full --allow-shrink=100 -o "$index" "$work/many" >"$work/out" 2>"$work/err" &
    pid=$!
    child=
    while [ -z "$child" ] && kill -0 $pid 2>/dev/null; do
        child=$(cut -d' ' -f1 "/proc/$pid/task/$pid/children" 2>/dev/null) || child=
    done
    [ -z "$child" ] || kill -s KILL "$child" 2>/dev/null || true
    status=0
    wait $pid || status=$?
    if [ -z "$child" ]; then
        skipped=$((skipped + 1))
        echo "skipped: a worker is killed: /proc does not name children here"
    else
        clean_after_failure "a worker is killed"
    fi
}

# ---- full disk ----

# free_kb N: fill the small disk until N KB are free.
free_kb() {
    rm -f "$mounted/fill"
    free=$(df -Pk "$mounted" | awk 'NR == 2 { print $4 }')
    [ "$free" -le "$1" ] ||
        dd if=/dev/zero of="$mounted/fill" bs=1024 count=$((free - $1)) 2>/dev/null
}

# free_inodes N: fill the small disk with empty files until N more can be made.
free_inodes() {
    rm -rf "$mounted/files"
    mkdir "$mounted/files"
    free=$(df -Pi "$mounted" | awk 'NR == 2 { print $4 }')
    n=$free
    while [ "$n" -gt "$1" ]; do
        : >"$mounted/files/$n"
        n=$((n - 1))
    done
}

# ended_by_full_disk WHAT: run, check, note where it ended; false once it succeeds.
ended_by_full_disk() {
    before=$(builds)
    run_index "$sample" -j 1 --full
    if [ "$status" = 0 ]; then
        answers || fail "$1: enough, but the index does not answer"
        return 1
    fi
    sed -n 's/^kbindex: \(reading\|building\|publishing\).*/\1/p' "$work/err" |
        tail -n 1 >>"$work/places"
    if grep -qi 'no space' "$work/err"; then
        clean_after_failure "$1"
    else
        fail "$1: the message does not say why"
    fi
}

full_disk() {
    disk=$work/disk
    mkdir "$disk"
    if ! mount -t tmpfs -o size=16m,nr_inodes=200 kbfault "$disk" 2>"$work/err"; then
        skipped=$((skipped + 1))
        echo "skipped: full disk: no right to mount a small one"
        return
    fi
    mounted=$disk
    index=$disk/index
    run_index "$sample" -j 1 --full
    needed=$(du -sk "$index/builds" | cut -f1)
    # Coarse steps for the shards, single blocks at the end for what is written last.
    # shellcheck disable=SC2013 # numbers, a line each
    for kb in $(awk -v n="$needed" 'BEGIN {
        for (i = 0; i < 8; i++) print int(n * i / 8)
        for (i = 12; i > -24; i--) print n - 4 * i
    }'); do
        free_kb "$kb"
        ended_by_full_disk "$kb of $needed KB free" || break
    done
    rm -f "$mounted/fill"
    # A run needs the most while it builds: neither blocks nor files run out while it
    # publishes. For that a call fails, see injected_faults.
    for n in 0 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20; do
        free_inodes $n
        ended_by_full_disk "$n more files" || break
    done
    rm -rf "$mounted/files"
    recovers "after the full disk"
    echo "fault: a full disk ended runs while" \
        "$(sort "$work/places" | uniq -c | tr -s ' \n' ' ')"
    umount "$mounted"
    mounted=
    index=$work/index
}

multiply "${COPIES:-28}" "$work/many"
prepare_nights
update_kills
if [ -z "${SHORT:-}" ]; then
    rm -rf "$index"
    injected_faults
    random_faults_all
    killed_worker
    full_disk
fi
echo "fault: $passed passed, $failed failed, $skipped skipped"
[ "$failed" = 0 ]
