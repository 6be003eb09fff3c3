/* host-table.h - host lists in the form in which they are asked: one table of all their domains.
 *
 * That of the shipped lists is written as C when the program is built (data/compiled-hosts.c, by
 * tools/compile-lists), so that loading it costs nothing; where a user extends a list, a table is
 * made of the texts when the program starts.  The format of the texts stands in hosts.h.
 */
#ifndef SPAMLINT_MESSAGE_DOMAINS_HOST_TABLE_H
#define SPAMLINT_MESSAGE_DOMAINS_HOST_TABLE_H

#include <glib.h>

/* Lists are bits of HostSlot. */
#define HOST_LISTS 16

typedef struct {
    guint32 text;   /* octet of HostTable.texts: the domain as A-labels; 0: a free slot */
    guint16 itself; /* lists that have the domain */
    guint16 below;  /* lists that have what is below it */
} HostSlot;

typedef struct {
    guint32 text; /* octet of HostTable.texts: "mail*.example.com" */
    guint32 list;
} HostPattern;

typedef struct {
    const HostSlot *slots; /* by hash, open-addressed */
    guint32 mask;
    const char *texts;    /* each NUL-terminated */
    const guint32 *lists; /* octets of `texts`: names in order of loading */
    guint n_lists;
    const HostPattern *patterns;
    guint n_patterns;
} HostTable;

/* The shipped lists. No lists where the program was built for another machine than the one that
 * built it. */
extern const HostTable host_table_shipped;

/* The slot of a domain; NULL: it is on no list. */
const HostSlot *host_table_find(const HostTable *self, const char *domain);
/* The list of that name; -1: none. */
int host_table_list(const HostTable *self, const char *name);

/* Makes a table of texts, which are added one after another. */
typedef struct HostCompiler HostCompiler;
HostCompiler *host_compiler_new(void);
void host_compiler_free(HostCompiler *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(HostCompiler, host_compiler_free)
/* Adds the domains of `text` to the list `list`, which is made where there is none. `source` names
 * the text in errors: "FILE:LINE: …". */
gboolean host_compiler_add(HostCompiler *self, const char *source, const char *list,
                           const char *text, gsize length, GError **error);
/* The table of all that has been added: the compiler's, until more is added. */
HostTable host_compiler_table(const HostCompiler *self);
/* The list that a file is, by its name: "dir/shortener.txt" gives "shortener". Given away. */
char *host_list_name(const char *path);

#endif
