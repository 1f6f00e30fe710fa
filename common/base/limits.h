/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Every hard limit, with its unit and its reason. A limit that outside data can reach
 * ends in KB_E_LIMIT and a message that names it, never in a cut without a word. Called
 * by everything; calls nothing. */
#ifndef KB_BASE_LIMITS_H
#define KB_BASE_LIMITS_H

enum {
    /* bytes of one article file: the archive's largest has 178 KB; a file of 100 MB is
     * no article and must not fill the memory */
    KB_ARTICLE_MAX_BYTES = 4 * 1024 * 1024,
    /* bytes at the head of a file in which its article number must stand */
    KB_ARTICLE_HEAD_BYTES = 512,
    /* largest article number: seven digits; the archive ends at Q326585 */
    KB_ARTICLE_MAX_ID = 9999999,
    /* sections and other lists of one article (entries) */
    KB_ARTICLE_MAX_PARTS = 4096,

    /* bytes of one word that is indexed; longer runs are data, not words */
    KB_WORD_MAX_BYTES = 64,
    /* bytes of one term in the index: Xapian's glass tables take 245 */
    KB_TERM_MAX_BYTES = 240,
    /* bytes of one metadata key in the index: Xapian's glass tables take about 253 */
    KB_KEY_MAX_BYTES = 240,
    /* bytes of one value of a slot: a date, a name, a few flags; values lie together */
    KB_VALUE_MAX_BYTES = 1024,
    /* bytes of one stored value: document data or metadata, compressed */
    KB_STORED_MAX_BYTES = 16 * 1024 * 1024,

    /* bytes of one query: a pasted error listing has a few thousand */
    KB_QUERY_MAX_BYTES = 32 * 1024,
    /* brackets inside brackets of one query; deeper ones are left out */
    KB_QUERY_MAX_DEPTH = 32,
    /* nodes of a query's tree: runs of words are one each */
    KB_QUERY_MAX_NODES = 512,
    /* different terms of one query that are looked up; the rest is left out */
    KB_QUERY_MAX_TERMS = 64,
    /* prefixes and named values of one query: each looks at thousands of terms; more
     * are taken as words */
    KB_QUERY_MAX_LOOKUPS = 16,
    /* conditions of one query that are looked up by themselves, see search/condition */
    KB_QUERY_MAX_SETTLED = 4,
    /* words of an index that one prefix of a query stands for: those of most articles
     */
    KB_QUERY_MAX_EXPANSION = 24,
    /* hits one search may return (count): deeper paging is no search any more */
    KB_HITS_MAX = 10000,

    /* bytes of a URL's query string, and of each header that is read: what servers take
     * by default */
    KB_WEB_URL_MAX_BYTES = 8 * 1024,
    /* bytes of the path of a URL, script and rest each: ours are short */
    KB_WEB_PATH_MAX_BYTES = 256,
    /* parameters of one URL (count): our forms have ten */
    KB_WEB_FIELDS_MAX = 64,
    /* bytes of a query from the web: what a stranger may make us work on */
    KB_WEB_QUERY_MAX_BYTES = 2 * 1024,
    /* results on one page of the web (count), and the last page: one search returns no
     * more than KB_HITS_MAX */
    KB_WEB_PAGE_RESULTS = 10,
    KB_WEB_PAGE_MAX = 100,
    /* bytes of one response */
    KB_WEB_BODY_MAX_BYTES = 16 * 1024 * 1024,

    /* bytes of the configuration file's longest line: inih cuts at 200 */
    KB_CONFIG_LINE_MAX_BYTES = 190,
    /* bytes of one path that is kept */
    KB_PATH_MAX_BYTES = 4096,
    /* folders inside folders of a corpus (count) */
    KB_WALK_MAX_DEPTH = 64,
    /* bytes of a manifest */
    KB_MANIFEST_MAX_BYTES = 1024 * 1024,
    /* bytes of the table of inputs: ten million files of 200 bytes */
    KB_INPUTS_MAX_BYTES = 2000 * 1000 * 1000,
    /* shards of one index, and so worker processes of one run (count) */
    KB_SHARDS_MAX = 64,
};

#endif
