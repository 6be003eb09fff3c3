/* tag-list.h - the tag=value lists of DKIM (RFC 6376 section 3.2), its keys, ARC and DMARC.
 *
 *     v=1; a=rsa-sha256; d=example.dk; s=nyt;
 *       h=From:Subject:List-Unsubscribe; b=dGVz dA==
 *
 * Names are case-sensitive and stand once; folding white space stands around names, signs and
 * values, and between the words of a value.  What is malformed is said in `defect`, and what could
 * be read before and behind it stands all the same, for a rule that wants to name the signer of a
 * signature that cannot verify.
 */
#ifndef SPAMLINT_MESSAGE_MIME_TAG_LIST_H
#define SPAMLINT_MESSAGE_MIME_TAG_LIST_H

#include <glib.h>

typedef enum {
    TAG_LIST_VALID,
    TAG_LIST_EMPTY,     /* no tag at all */
    TAG_LIST_NO_EQUALS, /* a tag without "=" */
    TAG_LIST_NAME,      /* a name that is none: [A-Za-z][A-Za-z0-9_]* */
    TAG_LIST_VALUE,     /* a control character in a value */
    TAG_LIST_REPEATED,  /* a name that stands twice: the list is not valid (section 3.2) */
    TAG_LIST_TOO_MANY,  /* over LIMIT_TAGS */
} TagListDefect;

typedef struct {
    char *name;
    char *value; /* as written, without the white space at its ends; octets over 127 may stand in
                  * it (RFC 8616), NUL not */
    gsize start, end; /* octets of the text: the value */
} Tag;

typedef struct {
    GPtrArray *tags;      /* of Tag, in order; of a repeated name the first one only */
    TagListDefect defect; /* the first one */
    gsize defect_at;      /* octet of the text at which the malformed tag begins */
} TagList;

/* Reads `length` octets: an unfolded field value or a TXT record. Never NULL. */
TagList *tag_list_parse(const char *text, gsize length);
void tag_list_free(TagList *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(TagList, tag_list_free)

/* The tag of that name, or NULL. Borrowed. */
const Tag *tag_list_find(const TagList *self, const char *name);
/* Its value, or NULL. Borrowed. */
const char *tag_list_value(const TagList *self, const char *name);
/* A value without any white space, as base64 (b=, bh=, p=) is to be read. Given away. */
char *tag_value_compact(const char *value);
/* TRUE where `word` stands in a value that is a colon-separated list (h=, k=, s= …), compared
 * without regard to ASCII case and white space. */
gboolean tag_value_contains(const char *value, const char *word);

#endif
