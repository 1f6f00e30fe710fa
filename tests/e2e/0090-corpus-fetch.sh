#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
#
# corpus/fetch: clone, update, forced history, killed runs, refusals.
# Everything is fetched from repositories made here; no network is used.

set -eu

: "${KB_ROOT:?set KB_ROOT to the root of the repository}"
fetch=$KB_ROOT/corpus/fetch

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
trap 'exit 1' HUP INT TERM
work=$(cd "$work" && pwd -P)
cd "$work"

HOME=$work
GIT_CONFIG_NOSYSTEM=1
GIT_AUTHOR_NAME=tester GIT_AUTHOR_EMAIL=tester@example.invalid
GIT_COMMITTER_NAME=tester GIT_COMMITTER_EMAIL=tester@example.invalid
LC_ALL=C
KB_ARCHIVE_URL=file://$work/origin
export HOME GIT_CONFIG_NOSYSTEM LC_ALL KB_ARCHIVE_URL
export GIT_AUTHOR_NAME GIT_AUTHOR_EMAIL GIT_COMMITTER_NAME GIT_COMMITTER_EMAIL
unset GIT_DIR GIT_WORK_TREE GIT_INDEX_FILE XDG_CONFIG_HOME

fail() {
	echo "FAILED: $*"
	exit 1
}

# say TEXT: a heading of the transcript
say() {
	printf '\n# %s\n' "$*"
}

# mask: take out what differs from run to run. Lines of git itself are left
# out, since their words differ between its versions.
mask() {
	sed -e "s|$work|WORK|g" \
		-e 's/\(from\|to\|at\) [0-9a-f]\{7,40\}\([: ]\)/\1 HASH\2/g' \
		-e '/^\(fatal\|error\|warning\|hint\|remote\):/d' \
		-e '/^Please make sure/d' -e '/^and the repository exists/d' \
		-e '/^$/d'
}

run_path=$PATH

# run ARG...: call corpus/fetch, print its masked output and its status
run() {
	status=0
	PATH=$run_path "$fetch" "$@" >"$work/out" 2>"$work/err" || status=$?
	mask <"$work/out" | sed 's/^/out: /'
	mask <"$work/err" | sed 's/^/err: /'
	echo "exit $status"
}

# article N TEXT: put an article into the origin
article() {
	mkdir -p "origin/kb/100/Q10000$1"
	printf '%s\n' "$2" >"origin/kb/100/Q10000$1/README.md"
}

commit() {
	git -C origin add -A
	git -C origin commit --quiet "$@"
}

# same: is DIR what the origin holds?
same() {
	diff -r --exclude=.git origin "$1" >/dev/null || fail "$1 differs"
	[ -z "$(git -C "$1" status --porcelain)" ] || fail "$1 is not clean"
}

leftovers() {
	n=0
	for left in .*.fetch.*; do
		[ ! -d "$left" ] || n=$((n + 1))
	done
	echo "$n"
}

git init --quiet origin
git -C origin symbolic-ref HEAD refs/heads/master
article 1 'first'
article 2 'second'
printf 'two lines\r\nwith CRLF\r\n' >origin/kb/100/Q100002/old.txt
commit -m 'two articles'

say 'help'
run --help

say 'usage errors'
run --no-such-option
run a b
run ''
run .

say 'clone'
run copy
same copy

say 'no change'
run copy

say 'default directory'
mkdir here
cd here
run
cd ..
same here/kbarchive

say 'clone into an empty directory, trailing slash'
mkdir empty
run empty/
same empty

say 'update'
article 3 'third'
article 2 'second, changed'
commit -m 'one more'
run copy
same copy

say 'forced history'
article 1 'first, other history'
rm -rf origin/kb/100/Q100003
commit --amend -m 'rewritten'
run copy
same copy
run copy

say 'another default branch'
git -C origin checkout --quiet -b main
article 4 'fourth'
commit -m 'on main'
run copy
same copy

say 'clone made by hand'
git clone --quiet "$KB_ARCHIVE_URL" byhand
run byhand

say 'local changes'
echo 'mine' >>copy/kb/100/Q100001/README.md
run copy
git -C copy checkout --quiet -- .
echo 'mine' >copy/note
run copy
rm copy/note
echo 'mine' >>copy/kb/100/Q100001/README.md
git -C copy commit --quiet -am 'mine'
run copy
[ "$(git -C copy log -1 --format=%s)" = mine ] || fail 'commit was lost'
rm -rf copy

say 'not a clone'
mkdir full
echo 'mine' >full/file
run full
run full/file
git init --quiet other
run other
run no/parent
echo 'mine' >file
run file
ln -s nowhere link
run link
cat full/file

say 'clone of something else'
git clone --quiet "file://$work/origin" else
KB_ARCHIVE_URL=file://$work/elsewhere
run else
run new

say 'address without an archive'
git init --quiet elsewhere
run new
echo 'x' >elsewhere/x
git -C elsewhere add x
git -C elsewhere commit --quiet -m x
run new
[ ! -e new ] || fail 'new was made'
KB_ARCHIVE_URL=file://$work/origin

say 'the archive is gone or empty at the next update'
run copy
mv origin moved
run copy
mv moved origin
git -C origin rm --quiet -r kb
git -C origin commit --quiet -m 'nothing left'
run copy
[ -f copy/kb/100/Q100001/README.md ] || fail 'articles were lost'
git -C origin reset --quiet --hard HEAD^
run copy

say 'git is missing'
mkdir bare
for tool in sh sed cat ls rm; do
	ln -s "$(command -v "$tool")" "bare/$tool"
done
run_path=$work/bare
run copy
run_path=$PATH

# A git that stands still in the middle of a clone, or right before it
# writes the files of an update.
mkdir slow
cat >slow/git <<EOF
#!/bin/sh
stop() {
	echo \$\$ >$work/stopped.tmp
	mv $work/stopped.tmp $work/stopped
	exec sleep 60
}
for arg; do last=\$arg; done
case " \$* " in
*" clone "*)
	mkdir -p "\$last/kb"
	echo half >"\$last/kb/half"
	stop
	;;
*" reset "*)
	stop
	;;
esac
exec $(command -v git) "\$@"
EOF
chmod +x slow/git

# kill_fetch SIGNAL DIR: start corpus/fetch, and kill it where it stands
kill_fetch() {
	rm -f stopped
	PATH=$work/slow:$PATH "$fetch" "$2" >/dev/null 2>&1 &
	pid=$!
	n=0
	while [ ! -f stopped ]; do
		n=$((n + 1))
		[ "$n" -le 300 ] || fail 'the clone did not begin'
		sleep 0.1
	done
	kill -s "$1" "$pid"
	kill -s KILL "$(cat stopped)"
	wait "$pid" 2>/dev/null || :
}

say 'killed clone'
kill_fetch KILL half
[ ! -e half ] || fail 'half an archive'
echo "leftovers: $(leftovers)"
run half
same half
echo "leftovers: $(leftovers)"

say 'terminated clone'
kill_fetch TERM half2
[ ! -e half2 ] || fail 'half an archive'
echo "leftovers: $(leftovers)"

say 'killed update'
article 5 'fifth'
commit -m 'fifth'
kill_fetch KILL half
echo 'damaged by the kill' >half/kb/100/Q100001/README.md
run half
same half
run half

echo
echo 'done'
