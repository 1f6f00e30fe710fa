# shellcheck shell=sh
# SPDX-License-Identifier: GPL-2.0-or-later
# What the tests of kbsearch.cgi share: it is run as a web server would, by an environment.
# Read it after lib.sh.

cgi_sandbox=$KBSEARCH_SANDBOX

# ask PATH QUERY [NAME=VALUE...]: one GET request for the index in ./index; the answer is
# in ./answer, its body in ./body; prints its status, and what was told the administrator.
ask() {
    ask_path=$1
    ask_query=$2
    shift 2
    ask_exit=0
    env -i ASAN_OPTIONS="${ASAN_OPTIONS:-}" KBSEARCH_SANDBOX="$cgi_sandbox" \
        KBSEARCH_INDEX=index GATEWAY_INTERFACE=CGI/1.1 REQUEST_METHOD=GET SCRIPT_NAME=/kb \
        PATH_INFO="$ask_path" QUERY_STRING="$ask_query" "$@" \
        "$(command -v kbsearch.cgi)" >answer 2>complaint </dev/null || ask_exit=$?
    sed '1,/^\r$/d' answer >body
    printf '%s' "$(head -n 1 answer | tr -d '\r')"
    [ "$ask_exit" = 0 ] || printf ', exit %s' "$ask_exit"
    printf '\n'
    sed 's/^/log: /' complaint
}

# header NAME: its value in the last answer
header() {
    sed '/^\r$/,$d' answer | tr -d '\r' | sed -n "s/^$1: //p"
}

# has TEXT, has_not TEXT: whether the last body has it, as it stands
has() {
    grep -qF -e "$1" body && echo "has: $1" || echo "HAS NOT: $1"
}

has_not() {
    grep -qF -e "$1" body && echo "HAS: $1" || echo "has not: $1"
}
