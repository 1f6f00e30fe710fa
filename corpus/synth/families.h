/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The families of products that the archive's header names, with their share of its
 * articles, and what their products are called in the list of an article. Called by
 * corpus/synth/article.c; calls nothing. */
#ifndef KB_SYNTH_FAMILIES_H
#define KB_SYNTH_FAMILIES_H

/* Share of the family in 60,335 articles, name in the header, name of its products,
 * label of versions. Families below one in a hundred are one. */
#define KB_FAMILY_TABLE(X)                                                             \
    X(0.1518, "Microsoft Windows NT", "Microsoft Windows NT Server", "winnt")          \
    X(0.1061, "Microsoft Exchange", "Microsoft Exchange Server", "winnt")              \
    X(0.0903, "Microsoft Windows 95.x Retail Product", "Microsoft Windows 95",         \
      "win95")                                                                         \
    X(0.0643, "Microsoft FoxPro", "Microsoft FoxPro for MS-DOS", "MS-DOS")             \
    X(0.0555, "See article", "Microsoft Office for Windows", "WINDOWS")                \
    X(0.0478, "Microsoft Visual Basic for Windows",                                    \
      "Microsoft Visual Basic Professional Edition for Windows", "WINDOWS")            \
    X(0.0467, "Microsoft Systems Management Server",                                   \
      "Microsoft Systems Management Server", "winnt")                                  \
    X(0.0466, "Microsoft C Compiler", "Microsoft C/C++ for MS-DOS", "MS-DOS")          \
    X(0.0384, "Microsoft Home Games", "Microsoft Golf", "WINDOWS")                     \
    X(0.0372, "Microsoft Mail For PC Networks", "Microsoft Mail for PC Networks",      \
      "MS-DOS")                                                                        \
    X(0.0362, "Microsoft SNA Server", "Microsoft SNA Server", "winnt")                 \
    X(0.0319, "Word 97 for Windows", "Microsoft Word 97 for Windows", "WINDOWS")       \
    X(0.0297, "Microsoft Home Multimedia Titles", "Microsoft Encarta", "WINDOWS")      \
    X(0.0280, "Microsoft Disk Operating System", "Microsoft MS-DOS operating system",  \
      "MS-DOS")                                                                        \
    X(0.0276, "Internet Information Server", "Microsoft Internet Information Server",  \
      "winnt")                                                                         \
    X(0.0164, "Microsoft Windows 3.x Retail Product", "Microsoft Windows", "WINDOWS")  \
    X(0.0162, "Microsoft Windows Software Development Kit",                            \
      "Microsoft Windows Software Development Kit (SDK)", "WINDOWS")                   \
    X(0.0154, "The Microsoft Network", "The Microsoft Network", "WINDOWS")             \
    X(0.1139, "Miscellaneous Windows Products", "Microsoft Windows", "WINDOWS")

struct kb_family {
    double share;
    const char *name;
    const char *product;
    const char *label;
};

static const struct kb_family kb_families[] = {
#define KB_FAMILY_ROW(share, name, product, label) {share, name, product, label},
    KB_FAMILY_TABLE(KB_FAMILY_ROW)
#undef KB_FAMILY_ROW
};

enum {
    KB_FAMILIES = sizeof(kb_families) / sizeof(kb_families[0])
};

#endif
