/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The table of the analysis: what comes out for which text (test_text_found.c: which
 * texts a query finds). A token is written as
 *
 *   KIND word@position[begin,end)     indexed by its stem, which is the word
 *   KIND word>stem@position[...)      indexed by another stem
 *   KIND =word@position[...)          indexed as it stands: names, codes, numbers */
#include "support/scratch.h"

#include "base/limits.h"
#include "text/analyze.h"

static const char *const kinds[] = {"WORD", "PART", "WHOLE", "JOINED", "NAME", "CODE"};

/* One token as text, see the head of this file. */
static enum kb_status
describe(const struct kb_token *token, struct kb_buf *out, struct kb_error *why)
{
    struct kb_span text = token->word->text;
    struct kb_span term = token->word->term;
    bool is_stem = term.n_bytes > 0 && term.data[0] == 'Z';
    struct kb_span stem = is_stem ? kb_span_skip(term, 1) : text;
    bool differs = is_stem && !kb_span_equal(stem, text);
    if (!is_stem && !kb_span_equal(term, text))
        return kb_error_set(why, KB_E_INTERNAL, "term '%.*s' of word '%.*s'",
                            KB_SPAN_ARG(term), KB_SPAN_ARG(text));
    return kb_buf_printf(out, why, "%s%s %s%.*s%s%.*s@%u[%u,%u)",
                         out->n_bytes == 0 ? "" : " | ", kinds[token->kind],
                         is_stem ? "" : "=", KB_SPAN_ARG(text), differs ? ">" : "",
                         differs ? (int)stem.n_bytes : 0, stem.data, token->position,
                         token->begin, token->end);
}

static void
describe_all(const struct kb_tokens *tokens, struct kb_buf *out)
{
    kb_buf_reset(out);
    for (size_t i = 0; i < tokens->n; i++)
        OK(describe(&tokens->items[i], out, &err));
}

static struct kb_analyzer *
new_analyzer(bool icu_only)
{
    struct kb_analyzer *analyzer = NULL;
    OK(kb_analyzer_new(icu_only, &analyzer, &err));
    return analyzer;
}

static const struct {
    const char *text;
    const char *wanted;
} cases[] = {
    {"", ""},
    {"backup", "WORD backup@0[0,6)"},
    {"Backups running quickly", "WORD backups>backup@0[0,7) | WORD running>run@1[8,15) "
                                "| WORD quickly>quick@2[16,23)"},
    {"the cat", "WORD the@0[0,3) | WORD cat@1[4,7)"},
    {"C++ and C# in .NET",
     "WORD c@0[0,1) | WHOLE =c++@0[0,3) | WORD and@1[4,7) | WORD c@2[8,9) | WHOLE "
     "=c#@2[8,10) | WORD in@3[11,13) | WORD net@4[15,18) | WHOLE =.net@4[14,18)"},
    {"Visual C++.", "WORD visual@0[0,6) | WORD c@1[7,8) | WHOLE =c++@1[7,10)"},
    {"c", "WORD c@0[0,1)"},
    {"C++-based", "WORD c@0[0,1) | WHOLE =c++@0[0,3) | WORD based>base@1[4,9)"},
    {"TCP/IP", "WORD tcp@0[0,3) | WHOLE =tcp/ip@0[0,6) | WORD ip@1[4,6)"},
    {"AT&T", "WORD at@0[0,2) | WHOLE =at&t@0[0,4) | WORD t@1[3,4)"},
    {"0x80004005", "WORD =0x80004005@0[0,10)"},
    {"0X8000FFFF", "WORD =0x8000ffff@0[0,10)"},
    {"c7ff000d", "WORD =c7ff000d@0[0,8) | CODE =0xc7ff000d@0[0,8)"},
    {"USER.EXE", "WORD =user.exe@0[0,8) | PART user@0[0,8) | PART exe@0[0,8)"},
    {"IND$FILE", "WORD ind@0[0,3) | WHOLE =ind$file@0[0,8) | WORD file@1[4,8)"},
    {"V86ModeLanas", "WORD =v86modelanas@0[0,12)"},
    {"ISBN 3.10", "WORD isbn@0[0,4) | WORD =3.10@1[5,9)"},
    {"4.00a", "WORD =4.00a@0[0,5)"},
    {"Q254682", "WORD =q254682@0[0,7)"},
    {"INT 21h", "WORD int@0[0,3) | WORD =21h@1[4,7) | CODE =0x21@1[4,7)"},
    {"LPT1:", "WORD =lpt1@0[0,4)"},
    {"\\\\server\\share",
     "WORD server@0[2,8) | WHOLE =\\\\server\\share@0[2,14) | WORD share@1[9,14)"},
    {"\\\\server\\share\\dir", "WORD server@0[2,8) | WHOLE =\\\\server\\share@0[2,14) "
                               "| WORD share@1[9,14) | WORD dir@2[15,18)"},
    {"BackupRead()", "WORD backupread@0[0,10)"},
    {"ntfs.sys", "WORD =ntfs.sys@0[0,8) | PART ntfs@0[0,8) | PART sys@0[0,8)"},
    {"HKEY_LOCAL_MACHINE", "WORD =hkey_local_machine@0[0,18) | PART hkey@0[0,18) | "
                           "PART local@0[0,18) | PART machine>machin@0[0,18)"},
    {"_chkstk", "WORD =_chkstk@0[0,7) | PART chkstk@0[0,7)"},
    {"back up", "WORD back@0[0,4) | JOINED backup@0[0,7) | WORD up@1[5,7)"},
    {"back-up", "WORD back@0[0,4) | JOINED backup@0[0,7) | WORD up@1[5,7)"},
    {"backup", "WORD backup@0[0,6)"},
    {"back\nup", "WORD back@0[0,4) | JOINED backup@0[0,7) | WORD up@1[5,7)"},
    {"back, up", "WORD back@0[0,4) | WORD up@1[6,8)"},
    {"back  up.", "WORD back@0[0,4) | JOINED backup@0[0,8) | WORD up@1[6,8)"},
    {"E-mail", "WORD e@0[0,1) | JOINED email@0[0,6) | WORD mail@1[2,6)"},
    {"email", "WORD email@0[0,5)"},
    {"back-to-back", "WORD back@0[0,4) | JOINED backtoback@0[0,12) | WORD to@1[5,7) | "
                     "WORD back@2[8,12)"},
    {"one-two-three-four", "WORD one@0[0,3) | JOINED onetwothreefour@0[0,18) | WORD "
                           "two@1[4,7) | WORD three@2[8,13) | WORD four@3[14,18)"},
    {"one-two-three-four-five",
     "WORD one@0[0,3) | WORD two@1[4,7) | WORD three@2[8,13) | WORD four@3[14,18) | "
     "WORD five@4[19,23)"},
    {"-2147467259", "WORD =2147467259@0[1,11) | CODE =0x80004005@0[1,11)"},
    {"(-2147467259)", "WORD =2147467259@0[2,12) | CODE =0x80004005@0[2,12)"},
    {"x -1018", "WORD x@0[0,1) | WORD =1018@1[3,7) | CODE =0xfffffc06@1[3,7)"},
    {"error -1018, -1022.",
     "WORD error@0[0,5) | WORD =1018@1[7,11) | CODE =0xfffffc06@1[7,11) | WORD "
     "=1022@2[14,18) | CODE =0xfffffc02@2[14,18)"},
    {"80004005h", "WORD =80004005h@0[0,9) | CODE =0x80004005@0[0,9)"},
    {"8000-4005", "WORD =8000@0[0,4) | JOINED =80004005@0[0,9) | CODE "
                  "=0x80004005@0[0,9) | WORD =4005@1[5,9)"},
    {"2147500037", "WORD =2147500037@0[0,10) | CODE =0x80004005@0[0,10)"},
    {"5-3", "WORD =5@0[0,1) | JOINED =53@0[0,3) | WORD =3@1[2,3)"},
    {"1-800-936-5700", "WORD =1@0[0,1) | JOINED =18009365700@0[0,14) | WORD "
                       "=800@1[2,5) | WORD =936@2[6,9) | WORD =5700@3[10,14)"},
    {"Service Pack 4", "WORD service>servic@0[0,7) | NAME =sp4@0[0,14) | WORD "
                       "pack@1[8,12) | WORD =4@2[13,14)"},
    {"sp4", "WORD =sp4@0[0,3)"},
    {"SP 4", "WORD sp@0[0,2) | NAME =sp4@0[0,4) | WORD =4@1[3,4)"},
    {"Windows NT Server version 4.0",
     "WORD windows>window@0[0,7) | WORD nt@1[8,10) | NAME =nt4@1[8,29) | WORD "
     "server@2[11,17) | WORD version@3[18,25) | WORD =4.0@4[26,29)"},
    {"Windows NT 4.0", "WORD windows>window@0[0,7) | WORD nt@1[8,10) | NAME "
                       "=nt4@1[8,14) | WORD =4.0@2[11,14)"},
    {"NT4", "WORD =nt4@0[0,3)"},
    {"Windows NT, version 3.51",
     "WORD windows>window@0[0,7) | WORD nt@1[8,10) | NAME =nt3.51@1[8,24) | WORD "
     "version@2[12,19) | WORD =3.51@3[20,24)"},
    {"Win95", "WORD =win95@0[0,5)"},
    {"Windows 95",
     "WORD windows>window@0[0,7) | NAME =win95@0[0,10) | WORD =95@1[8,10)"},
    {"Windows 98 Second", "WORD windows>window@0[0,7) | NAME =win98@0[0,10) | WORD "
                          "=98@1[8,10) | WORD second@2[11,17)"},
    {"Internet Explorer 5.01", "WORD internet@0[0,8) | NAME =ie5.01@0[0,22) | WORD "
                               "explorer>explor@1[9,17) | WORD =5.01@2[18,22)"},
    {"Visual Basic 6.0", "WORD visual@0[0,6) | NAME =vb6@0[0,16) | WORD basic@1[7,12) "
                         "| WORD =6.0@2[13,16)"},
    {"Visual FoxPro 3.00", "WORD visual@0[0,6) | NAME =vfp3@0[0,18) | WORD "
                           "foxpro@1[7,13) | WORD =3.00@2[14,18)"},
    {"Windows 2000",
     "WORD windows>window@0[0,7) | NAME =win2000@0[0,12) | WORD =2000@1[8,12)"},
    {"Windows NT versions 3.5, 3.51",
     "WORD windows>window@0[0,7) | WORD nt@1[8,10) | NAME =nt3.5@1[8,23) | "
     "NAME =nt3.51@1[8,29) | WORD versions>version@2[11,19) | WORD =3.5@3[20,23) | "
     "WORD =3.51@4[25,29)"},
    {"Windows 95/98 and 2000",
     "WORD windows>window@0[0,7) | NAME =win95@0[0,10) | NAME =win98@0[0,13) | NAME "
     "=win2000@0[0,22) | WORD =95@1[8,10) | WORD =98@2[11,13) | WORD and@3[14,17) | "
     "WORD =2000@4[18,22)"},
    {"Windows 95, 2 disks",
     "WORD windows>window@0[0,7) | NAME =win95@0[0,10) | WORD "
     "=95@1[8,10) | WORD =2@2[12,13) | WORD disks>disk@3[14,19)"},
    {"Windows NT 4.0, 95",
     "WORD windows>window@0[0,7) | WORD nt@1[8,10) | NAME =nt4@1[8,14) | WORD "
     "=4.0@2[11,14) | WORD =95@3[16,18)"},
    {"Visual C++, 32-bit Edition, version 5.0",
     "WORD visual@0[0,6) | NAME =vc5@0[0,39) | WORD c@1[7,8) | WHOLE =c++@1[7,10) | "
     "WORD =32@2[12,14) | JOINED =32bit@2[12,18) | WORD bit@3[15,18) | WORD "
     "edition>edit@4[19,26) | WORD version@5[28,35) | WORD =5.0@6[36,39)"},
    {"Visual FoxPro for Windows, version 3.0",
     "WORD visual@0[0,6) | NAME =vfp3@0[0,38) | WORD foxpro@1[7,13) | WORD "
     "for@2[14,17) | WORD windows>window@3[18,25) | WORD version@4[27,34) | WORD "
     "=3.0@5[35,38)"},
    {"Visual Basic. 6.0", "WORD visual@0[0,6) | WORD basic@1[7,12) | WORD "
                          "=6.0@2[14,17)"},
    /* listings of files: eight columns for a name, three behind one more */
    {"XCOPY32  EXE    41,472",
     "WORD =xcopy32@0[0,7) | WHOLE =xcopy32.exe@0[0,12) | WORD exe@1[9,12) | WORD "
     "=41472@2[16,22)"},
    {"\n\tULTRA14F SYS 11", "WORD =ultra14f@0[2,10) | WHOLE =ultra14f.sys@0[2,14) | "
                            "WORD sys@1[11,14) | WORD =11@2[15,17)"},
    {"XCOPY  EXE    41",
     "WORD xcopy>xcopi@0[0,5) | WORD exe@1[7,10) | WORD =41@2[14,16)"},
    {"xcopy32  exe    41", "WORD =xcopy32@0[0,7) | WORD exe@1[9,12) | WORD "
                           "=41@2[16,18)"},
    {"XCOPY32  EXE is", "WORD =xcopy32@0[0,7) | WORD exe@1[9,12) | WORD is@2[13,15)"},
    {"XCOPY32  EXE", "WORD =xcopy32@0[0,7) | WORD exe@1[9,12)"},
    {"4mmibm.sys 3.0a", "WORD =4mmibm.sys@0[0,10) | PART =4mmibm@0[0,10) | PART "
                        "sys@0[0,10) | WORD =3.0a@1[11,15)"},
    {"Service Pack four",
     "WORD service>servic@0[0,7) | WORD pack@1[8,12) | WORD four@2[13,17)"},
    {"don't", "WORD dont@0[0,5)"},
    {"don\xe2\x80\x99t", "WORD dont@0[0,7)"},
    {"users' user's", "WORD users>user@0[0,5) | WORD user@1[7,13)"},
    {"Microsoft's", "WORD microsoft@0[0,11)"},
    {"O'Brien", "WORD obrien@0[0,7) | PART brien@0[0,7)"},
    {"1,000", "WORD =1000@0[0,5)"},
    {"1,000,000 bytes", "WORD =1000000@0[0,9) | WORD bytes>byte@1[10,15)"},
    {"l'accent", "WORD laccent@0[0,8) | PART accent@0[0,8)"},
    {"5.0SP4", "WORD =5.0sp4@0[0,6) | PART =5.0@0[0,6) | NAME =sp4@0[0,6)"},
    {"0SP4", "WORD =0sp4@0[0,4) | PART =0@0[0,4) | NAME =sp4@0[0,4)"},
    {"5sp 5.0spx", "WORD =5sp@0[0,3) | WORD =5.0spx@1[4,10)"},
    {"c'est", "WORD cest@0[0,5) | PART est@0[0,5)"},
    {"c'es d'a", "WORD ces@0[0,4) | WORD da@1[5,8)"},
    {"l\xe2\x80\x99"
     "accent",
     "WORD laccent@0[0,10) | PART accent@0[0,10)"},
    {"\xef\xbc\xa2\xef\xbd\x81\xef\xbd\x83\xef\xbd\x8b", "WORD back@0[0,12)"},
    {"\xef\xbc\xb7\xef\xbd\x89\xef\xbd\x8e\xef\xbc\x99\xef\xbc\x95",
     "WORD =win95@0[0,15)"},
    {"smile \xf0\x9f\x98\x80 here", "WORD smile@0[0,5) | WORD here@1[11,15)"},
    {"\xe6\xbc\xa2\xe5\xad\x97", "WORD \xe6\xbc\xa2\xe5\xad\x97@0[0,6)"},
    {"\xe3\x82\xab\xe3\x82\xbf\xe3\x82\xab\xe3\x83\x8a",
     "WORD \xe3\x82\xab\xe3\x82\xbf\xe3\x82\xab\xe3\x83\x8a@0[0,12)"},
    {"caf\xc3\xa9", "WORD cafe@0[0,5)"},
    {"cafe\xcc\x81", "WORD cafe@0[0,6)"},
    {"R\xc3\xa9sum\xc3\xa9", "WORD resume>resum@0[0,8)"},
    {"stra\xc3\x9f"
     "e",
     "WORD strasse>strass@0[0,7)"},
    {"\xce\xa3\xce\xaf\xcf\x83\xcf\x85\xcf\x86\xce\xbf\xcf\x82",
     "WORD \xcf\x83\xce\xb9\xcf\x83\xcf\x85\xcf\x86\xce\xbf\xcf\x83@0[0,14)"},
    {"co\xef\xac\x83"
     "ce",
     "WORD coffice>coffic@0[0,7)"},
    {"1/2", "WORD =1@0[0,1) | WORD =2@1[2,3)"},
    {"1/2/3", "WORD =1@0[0,1) | WORD =2@1[2,3) | WORD =3@2[4,5)"},
    {"and/or", "WORD and@0[0,3) | WHOLE =and/or@0[0,6) | WORD or@1[4,6)"},
    {"read/write/execute",
     "WORD read@0[0,4) | WORD write@1[5,10) | WORD execute>execut@2[11,18)"},
    {"a.b.c", "WORD =a.b.c@0[0,5) | PART a@0[0,5) | PART b@0[0,5) | PART c@0[0,5)"},
    {"www.microsoft.com", "WORD =www.microsoft.com@0[0,17) | PART www@0[0,17) | PART "
                          "microsoft@0[0,17) | PART com@0[0,17)"},
    {"http://support.microsoft.com/kb",
     "WORD http@0[0,4) | WORD =support.microsoft.com@1[7,28) | PART support@1[7,28) | "
     "PART microsoft@1[7,28) | PART com@1[7,28) | WORD kb@2[29,31)"},
    {"3.10", "WORD =3.10@0[0,4)"},
    {"16:30", "WORD =16@0[0,2) | WORD =30@1[3,5)"},
    {"c:\\winnt\\system32",
     "WORD c@0[0,1) | WORD winnt@1[3,8) | WORD =system32@2[9,17)"},
    {"WIN.INI", "WORD =win.ini@0[0,7) | PART win@0[0,7) | PART ini@0[0,7)"},
    {"AUTOEXEC.BAT",
     "WORD =autoexec.bat@0[0,12) | PART autoexec@0[0,12) | PART bat@0[0,12)"},
    {"CTRL+ALT+DEL", "WORD ctrl@0[0,4) | WORD alt@1[5,8) | WORD del@2[9,12)"},
    {"F1", "WORD =f1@0[0,2)"},
    {"U.S.", "WORD =u.s@0[0,3) | PART u@0[0,3) | PART s@0[0,3)"},
    {"a_b", "WORD =a_b@0[0,3) | PART a@0[0,3) | PART b@0[0,3)"},
    {"__iob", "WORD =__iob@0[0,5) | PART iob@0[0,5)"},
    {"%d", "WORD d@0[1,2)"},
    {"#include <stdio.h>", "WORD include>includ@0[1,8) | WORD =stdio.h@1[10,17) | PART "
                           "stdio@1[10,17) | PART h@1[10,17)"},
    {"C:", "WORD c@0[0,1)"},
    {"F#", "WORD f@0[0,1) | WHOLE =f#@0[0,2)"},
    {"A# B", "WORD a@0[0,1) | WHOLE =a#@0[0,2) | WORD b@1[3,4)"},
    {".INI", "WORD ini@0[1,4) | WHOLE =.ini@0[0,4)"},
    {"...net", "WORD net@0[3,6)"},
    {"x.NET", "WORD =x.net@0[0,5) | PART x@0[0,5) | PART net@0[0,5)"},
    {"10.0.0.1", "WORD =10.0.0.1@0[0,8)"},
    {"64-bit", "WORD =64@0[0,2) | JOINED =64bit@0[0,6) | WORD bit@1[3,6)"},
    {"16-bit/32-bit",
     "WORD =16@0[0,2) | JOINED =16bit@0[0,6) | WORD bit@1[3,6) | WHOLE =bit/32@1[3,9) "
     "| WORD =32@2[7,9) | JOINED =32bit@2[7,13) | WORD bit@3[10,13)"},
    {"MS-DOS", "WORD ms@0[0,2) | JOINED msdos@0[0,6) | WORD dos@1[3,6)"},
    {"KB/s", "WORD kb@0[0,2) | WHOLE =kb/s@0[0,4) | WORD s@1[3,4)"},
    {"on-line", "WORD on@0[0,2) | JOINED online>onlin@0[0,7) | WORD line@1[3,7)"},
    {"log on", "WORD log@0[0,3) | JOINED logon@0[0,6) | WORD on@1[4,6)"},
    {"logon", "WORD logon@0[0,5)"},
    {"file name",
     "WORD file@0[0,4) | JOINED filename>filenam@0[0,9) | WORD name@1[5,9)"},
    {"Dr. Watson", "WORD dr@0[0,2) | WORD watson@1[4,10)"},
    {"10th", "WORD =10th@0[0,4)"},
    {"deadbeef", "WORD deadbeef@0[0,8)"},
    {"90000000", "WORD =90000000@0[0,8) | CODE =0x90000000@0[0,8)"},
    {"12345678", "WORD =12345678@0[0,8)"},
    {"ffffffffh", "WORD ffffffffh@0[0,9)"},
    {"0x0", "WORD =0x0@0[0,3)"},
    {"0x00000050", "WORD =0x00000050@0[0,10) | CODE =0x50@0[0,10)"},
    {"STOP 0x0000001E",
     "WORD stop@0[0,4) | WORD =0x0000001e@1[5,15) | CODE =0x1e@1[5,15)"},
    {"\xc2\xadsoft\xc2\xadhyphen", "WORD softhyphen@0[2,14)"},
    {"\xe1\x85\x9f", ""},
    {"user@host.com", "WORD user@0[0,4) | WORD =host.com@1[5,13) | PART host@1[5,13) | "
                      "PART com@1[5,13)"},
    {"CS:IP", "WORD cs@0[0,2) | WORD ip@1[3,5)"},
    {"LPT1:2", "WORD =lpt1@0[0,4) | WORD =2@1[5,6)"},
};

static void
test_analyze_must_give_these_tokens(void **state)
{
    (void)state;
    struct kb_buf got = KB_BUF_INIT(10000);
    for (int icu_only = 0; icu_only < 2; icu_only++) {
        struct kb_analyzer *analyzer = new_analyzer(icu_only != 0);
        for (size_t i = 0; i < COUNT(cases); i++) {
            struct kb_tokens tokens = {NULL, 0, 0, 0};
            OK(kb_analyze(analyzer, kb_span_cstr(cases[i].text), &tokens, &err));
            describe_all(&tokens, &got);
            assert_string_equal(kb_buf_cstr(&got), cases[i].wanted);
            kb_tokens_clear(&tokens);
        }
        kb_analyzer_free(analyzer);
    }
    kb_buf_clear(&got);
}

static void
test_analyze_must_count_positions_over_texts(void **state)
{
    (void)state;
    struct kb_analyzer *analyzer = new_analyzer(false);
    struct kb_tokens tokens = {NULL, 0, 0, 0};
    struct kb_buf got = KB_BUF_INIT(10000);
    OK(kb_analyze(analyzer, KB_SPAN_LITERAL("one back up"), &tokens, &err));
    assert_int_equal(tokens.next_position, 3);
    tokens.next_position += 100;
    OK(kb_analyze(analyzer, kb_span_at(NULL, 0), &tokens, &err));
    OK(kb_analyze(analyzer, KB_SPAN_LITERAL("- NT 4.0"), &tokens, &err));
    assert_int_equal(tokens.next_position, 105);
    describe_all(&tokens, &got);
    assert_string_equal(kb_buf_cstr(&got),
                        "WORD one@0[0,3) | WORD back@1[4,8) | JOINED backup@1[4,11) | "
                        "WORD up@2[9,11) | WORD nt@103[2,4) | NAME =nt4@103[2,8) | "
                        "WORD =4.0@104[5,8)");
    kb_tokens_reset(&tokens);
    assert_int_equal(tokens.n, 0);
    assert_int_equal(tokens.next_position, 0);
    OK(kb_analyze(analyzer, KB_SPAN_LITERAL("two"), &tokens, &err));
    describe_all(&tokens, &got);
    assert_string_equal(kb_buf_cstr(&got), "WORD two@0[0,3)");
    kb_tokens_clear(&tokens);
    kb_tokens_clear(NULL);
    kb_buf_clear(&got);
    kb_analyzer_free(analyzer);
    kb_analyzer_free(NULL);
}

static void
test_analyze_must_pass_over_long_words(void **state)
{
    (void)state;
    struct kb_analyzer *analyzer = new_analyzer(false);
    for (size_t n = KB_WORD_MAX_BYTES - 2; n <= KB_WORD_MAX_BYTES + 2; n++) {
        struct kb_tokens tokens = {NULL, 0, 0, 0};
        char text[100];
        memset(text, 'x', sizeof(text));
        memcpy(text, "a ", 2);
        memcpy(text + 2 + n, " b", 2);
        OK(kb_analyze(analyzer, kb_span_at(text, n + 4), &tokens, &err));
        assert_int_equal(tokens.n, n <= KB_WORD_MAX_BYTES ? 3 : 2);
        assert_int_equal(tokens.items[tokens.n - 1].position, 2);
        assert_int_equal(tokens.next_position, 3);
        kb_tokens_clear(&tokens);
    }
    kb_analyzer_free(analyzer);
}

static void
test_analyze_must_refuse_a_text_that_is_too_long(void **state)
{
    (void)state;
    struct kb_analyzer *analyzer = new_analyzer(false);
    struct kb_tokens tokens = {NULL, 0, 0, 0};
    size_t n = (size_t)KB_ARTICLE_MAX_BYTES + 1;
    char *text = malloc(n);
    assert_non_null(text);
    memset(text, ' ', n);
    OK(kb_analyze(analyzer, kb_span_at(text, n - 1), &tokens, &err));
    FAILS(KB_E_LIMIT, kb_analyze(analyzer, kb_span_at(text, n), &tokens, &err));
    assert_int_equal(tokens.n, 0);
    free(text);
    kb_tokens_clear(&tokens);
    kb_analyzer_free(analyzer);
}

static size_t
random_text(uint32_t *seed, size_t n_pieces, char *out)
{
    static const char *const pieces[] = {"back",
                                         "up",
                                         "nt",
                                         "windows",
                                         "c",
                                         "4.0",
                                         "0x80",
                                         "1018",
                                         "a",
                                         "'s",
                                         "'",
                                         "-",
                                         "+",
                                         "#",
                                         "/",
                                         "&",
                                         "$",
                                         "\\",
                                         ".",
                                         ",",
                                         ":",
                                         " ",
                                         " ",
                                         "\n",
                                         "_",
                                         "h",
                                         "f",
                                         "\xc3\xa9",
                                         "\xe2\x80\x99",
                                         "\xe6\xbc\xa2",
                                         "\xcc\x81",
                                         "\xef\xbc\x91"};
    size_t n = 0;
    for (size_t k = 0; k < n_pieces; k++) {
        *seed = *seed * 1664525u + 1013904223u;
        const char *piece = pieces[(*seed >> 10) % COUNT(pieces)];
        memcpy(out + n, piece, strlen(piece));
        n += strlen(piece);
    }
    return n;
}

static void
check_tokens(const struct kb_tokens *tokens, size_t n_bytes)
{
    uint32_t last = 0;
    for (size_t i = 0; i < tokens->n; i++) {
        const struct kb_token *t = &tokens->items[i];
        assert_true(t->begin < t->end && t->end <= n_bytes);
        assert_true(t->position >= last && t->position < tokens->next_position);
        assert_true(t->word->term.n_bytes <= KB_TERM_MAX_BYTES);
        last = t->position;
    }
}

/* Whatever the bytes, token ranges lie within the text, positions ascend, and the two
 * paths agree. */
static void
test_analyze_must_be_sound_on_any_text(void **state)
{
    (void)state;
    struct kb_analyzer *both[2] = {new_analyzer(false), new_analyzer(true)};
    struct kb_buf got[2] = {KB_BUF_INIT(100000), KB_BUF_INIT(100000)};
    struct kb_tokens tokens = {NULL, 0, 0, 0};
    uint32_t seed = 7;
    for (size_t round = 0; round < 3000; round++) {
        char text[100];
        size_t n = random_text(&seed, 1 + round % 12, text);
        for (size_t side = 0; side < 2; side++) {
            kb_tokens_reset(&tokens);
            OK(kb_analyze(both[side], kb_span_at(text, n), &tokens, &err));
            check_tokens(&tokens, n);
            describe_all(&tokens, &got[side]);
        }
        assert_string_equal(kb_buf_cstr(&got[0]), kb_buf_cstr(&got[1]));
    }
    for (size_t side = 0; side < 2; side++) {
        kb_analyzer_free(both[side]);
        kb_buf_clear(&got[side]);
    }
    kb_tokens_clear(&tokens);
}

static void
test_analyze_must_fail_without_memory(void **state)
{
    (void)state;
    struct kb_span text = KB_SPAN_LITERAL(
        "Back up ntfs.sys of Windows NT 4.0 to \\\\server\\share: C++ TCP/IP 8000-4005 "
        "don\xe2\x80\x99t caf\xc3\xa9 one two three four five six seven eight nine");
    for (size_t n = 1;; n++) {
        struct kb_analyzer *analyzer = NULL;
        struct kb_tokens tokens = {NULL, 0, 0, 0};
        kb_mem_fail_at(n);
        enum kb_status st = kb_analyzer_new(false, &analyzer, &err);
        if (st == KB_OK)
            st = kb_analyze(analyzer, text, &tokens, &err);
        if (st == KB_E_NOMEM && analyzer != NULL) {
            kb_mem_fail_at(0); /* and it can be used on */
            kb_tokens_reset(&tokens);
            OK(kb_analyze(analyzer, text, &tokens, &err));
        }
        kb_mem_fail_at(0);
        kb_tokens_clear(&tokens);
        kb_analyzer_free(analyzer);
        if (st == KB_OK)
            break;
        assert_int_equal(st, KB_E_NOMEM);
        assert_true(n < 1000);
    }
}

static void
test_fingerprint_must_name_versions(void **state)
{
    (void)state;
    struct kb_buf a = KB_BUF_INIT(255);
    struct kb_buf b = KB_BUF_INIT(255);
    struct kb_buf tiny = KB_BUF_INIT(10);
    OK(kb_analyzer_fingerprint(&a, &err));
    OK(kb_analyzer_fingerprint(&b, &err));
    assert_string_equal(a.data, b.data);
    static const char *const parts[] = {"rules ",    ", icu ",   ", unicode ",
                                        ", xapian ", " english", ", words "};
    for (size_t i = 0; i < COUNT(parts); i++)
        assert_non_null(strstr(a.data, parts[i]));
    assert_null(strchr(a.data, '\n'));
    FAILS(KB_E_LIMIT, kb_analyzer_fingerprint(&tiny, &err));
    kb_buf_clear(&a);
    kb_buf_clear(&b);
    kb_buf_clear(&tiny);
}

static const struct CMUnitTest tests[] = {
    cmocka_unit_test(test_analyze_must_give_these_tokens),
    cmocka_unit_test(test_analyze_must_count_positions_over_texts),
    cmocka_unit_test(test_analyze_must_pass_over_long_words),
    cmocka_unit_test(test_analyze_must_refuse_a_text_that_is_too_long),
    cmocka_unit_test(test_analyze_must_be_sound_on_any_text),
    cmocka_unit_test(test_analyze_must_fail_without_memory),
    cmocka_unit_test(test_fingerprint_must_name_versions),
};

KB_TEST_MAIN(tests)
