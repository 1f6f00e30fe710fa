# SPDX-License-Identifier: GPL-2.0-or-later
# Completion of kbsearch for fish: options, their words, article numbers, queries.

function __kbsearch_suggest
    set -l index
    set -l words (commandline -opc)
    for i in (seq (count $words))
        if test $words[$i] = -i
            set index -i $words[(math $i + 1)]
        end
    end
    kbsearch $index --format=tsv -n 20 --suggest=(string replace -r '^--[a-z]+=' '' -- (commandline -ct)) 2>/dev/null
end

complete -c kbsearch -f
complete -c kbsearch -a '(__kbsearch_suggest)'
complete -c kbsearch -s i -l index -x -a '(__fish_complete_directories)' -d 'folder of the index'
complete -c kbsearch -l build -x -d 'search this build'
complete -c kbsearch -s n -l max -x -d 'results at most'
complete -c kbsearch -l page -x -d 'the N-th page of so many results'
complete -c kbsearch -l sort -x -a 'score date id' -d 'what comes first'
complete -c kbsearch -l all -d 'show near-identical articles one by one'
complete -c kbsearch -l facets -x -a 'product year type' -d 'count matches by'
complete -c kbsearch -l no-correct -d 'search for the words as they are typed'
complete -c kbsearch -l learned -x -a 'on off' -d 'learned words: on (default), off, 0 to 1'
complete -c kbsearch -l boost -x -a 'title= querywords=' -d 'count words in a field N times'
complete -c kbsearch -l explain -d 'say what each score is made of'
complete -c kbsearch -l explain-query -d 'print how the query is read'
complete -c kbsearch -l show -x -a '(__kbsearch_suggest)' -d 'show one article'
complete -c kbsearch -l open -x -a '(__kbsearch_suggest)' -d 'print the path of the file'
complete -c kbsearch -l related -x -a '(__kbsearch_suggest)' -d 'list articles that belong to one'
complete -c kbsearch -l suggest -x -d 'complete the beginning of a query'
complete -c kbsearch -l batch -r -F -d 'one query a line'
complete -c kbsearch -l format -x -a 'text json jsonl tsv' -d 'output format'
complete -c kbsearch -l fields -x -a 'rank id title product modified score section snippet matched twins' -d 'only these fields'
complete -c kbsearch -s 0 -l null -d 'end records and queries with NUL'
complete -c kbsearch -l count -d 'print only how many articles match'
complete -c kbsearch -l id-only -d 'print only the numbers'
complete -c kbsearch -l format-version -x -a 1 -d 'fail unless outputs are of version'
complete -c kbsearch -l color -x -a 'auto always never' -d 'when to use colours'
complete -c kbsearch -l config -r -F -d 'configuration file'
complete -c kbsearch -s h -l help -d 'show a short help'
complete -c kbsearch -l version -d 'show versions'
