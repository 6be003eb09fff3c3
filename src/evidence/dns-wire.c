/* dns-wire.c - DNS messages to answers (RFC 1035 section 4, RFC 2308 section 2). */
#include "evidence/dns-wire.h"

#include "evidence/dns-name.h"
#include "limits.h"

#include <arpa/inet.h>
#include <glib/gi18n.h>
#include <string.h>

#define HEADER_OCTETS 12u
#define CLASS_IN 1u
#define TYPE_NS 2u
#define TYPE_CNAME 5u
#define TYPE_SOA 6u

/* Bits of the third and fourth octet (RFC 1035 section 4.1.1). */
#define FLAG_RESPONSE 0x8000u
#define FLAG_AUTHORITATIVE 0x0400u
#define FLAG_TRUNCATED 0x0200u
#define OPCODE_MASK 0x7800u
#define RCODE_MASK 0x000fu

enum {
    RCODE_NOERROR = 0,
    RCODE_FORMERR = 1,
    RCODE_NXDOMAIN = 3,
    RCODE_NOTIMP = 4,
    RCODE_REFUSED = 5
};

/* The message, and how far it has been read. */
typedef struct {
    const guint8 *bytes;
    gsize length, at;
} Wire;

/* One resource record: its data is the span [data, end) of the message. */
typedef struct {
    char *owner; /* folded */
    guint type;
    gsize data, end;
} Resource;

guint dns_wire_type(QuestionType type) {
    static const guint numbers[QUESTION_TYPES] = {
        [QUESTION_A] = 1,        [QUESTION_AAAA] = 28,      [QUESTION_MX] = 15,
        [QUESTION_TXT] = 16,     [QUESTION_PTR] = 12,       [QUESTION_CNAME] = TYPE_CNAME,
        [QUESTION_NS] = TYPE_NS, [QUESTION_SOA] = TYPE_SOA,
    };
    return (guint)type < QUESTION_TYPES ? numbers[type] : 0;
}

gboolean dns_wire_truncated(const guint8 *bytes, gsize length) {
    return length >= HEADER_OCTETS && (((guint)bytes[2] << 8 | bytes[3]) & FLAG_TRUNCATED) != 0;
}

static gboolean take_u16(Wire *wire, guint *ret) {
    if (wire->length - wire->at < 2)
        return FALSE;
    *ret = (guint)wire->bytes[wire->at] << 8 | wire->bytes[wire->at + 1];
    wire->at += 2;
    return TRUE;
}

/* Compression pointers of one name: more than it can have labels lead nowhere honest. */
#define MAX_POINTERS 127u

/* Reads a name, following compression pointers (RFC 1035 section 4.1.4).  Each must point before
 * the place where the last stretch of labels began, so that no chain of them can be a loop. */
static char *take_name(Wire *wire) {
    g_autoptr(GString) name = g_string_new(NULL);
    gsize at = wire->at, stretch = wire->at, on_wire = 1;
    guint pointers = 0;

    for (;;) {
        if (at >= wire->length)
            return NULL;
        guint8 octet = wire->bytes[at];
        if (octet >= 0xc0) {
            if (wire->length - at < 2)
                return NULL;
            gsize target = (gsize)(octet & 0x3f) << 8 | wire->bytes[at + 1];
            if (pointers == 0)
                wire->at = at + 2;
            if (target >= stretch || ++pointers > MAX_POINTERS)
                return NULL;
            at = stretch = target;
            continue;
        }
        if (octet > DNS_LABEL_OCTETS) /* 01 and 10: never came into use */
            return NULL;
        at++;
        if (octet == 0)
            break;
        on_wire += 1u + octet;
        if (on_wire > DNS_NAME_OCTETS || wire->length - at < octet)
            return NULL;
        dns_name_append_label(name, wire->bytes + at, octet);
        at += octet;
    }
    if (pointers == 0)
        wire->at = at;
    return g_string_free(g_steal_pointer(&name), FALSE);
}

static void resource_clear(gpointer data) {
    g_free(((Resource *)data)->owner);
}

/* Reads one record; FALSE where it is cut short. Class other than IN: type 0, read over. */
static gboolean take_resource(Wire *wire, Resource *ret) {
    g_autofree char *owner = take_name(wire);
    guint type, class, ttl_high, ttl_low, length;

    if (owner == NULL || !take_u16(wire, &type) || !take_u16(wire, &class) ||
        !take_u16(wire, &ttl_high) || !take_u16(wire, &ttl_low) || !take_u16(wire, &length) ||
        wire->length - wire->at < length)
        return FALSE;
    *ret = (Resource){
        .owner = g_steal_pointer(&owner),
        .type = class == CLASS_IN ? type : 0,
        .data = wire->at,
        .end = wire->at + length,
    };
    wire->at += length;
    return TRUE;
}

/* The name at `from`, which must end with the record's data. */
static char *name_to_end(const Wire *wire, gsize from, const Resource *resource) {
    Wire inner = {wire->bytes, wire->length, from};
    g_autofree char *name = from < resource->end ? take_name(&inner) : NULL;
    return name != NULL && inner.at == resource->end ? g_steal_pointer(&name) : NULL;
}

static gboolean add_name(Answer *answer, guint preference, char *name) {
    if (name == NULL)
        return FALSE;
    answer_add(answer, preference, name, strlen(name));
    g_free(name);
    return TRUE;
}

/* The strings of a TXT record, joined; they fill the data exactly (RFC 1035 section 3.3.14). */
static gboolean add_txt(Answer *answer, const Wire *wire, const Resource *resource) {
    g_autoptr(GString) joined = g_string_new(NULL);
    gsize at = resource->data;
    do {
        if (at >= resource->end || resource->end - at - 1 < wire->bytes[at])
            return FALSE;
        g_string_append_len(joined, (const char *)wire->bytes + at + 1, wire->bytes[at]);
        at += 1u + wire->bytes[at];
    } while (at < resource->end);
    answer_add(answer, 0, joined->str, joined->len);
    return TRUE;
}

/* mname, rname and five numbers of 32 bits (RFC 1035 section 3.3.13). */
static gboolean add_soa(Answer *answer, const Wire *wire, const Resource *resource) {
    Wire inner = {wire->bytes, wire->length, resource->data};
    if (resource->data >= resource->end)
        return FALSE;
    g_autofree char *mname = take_name(&inner);
    g_autofree char *rname = mname != NULL && inner.at < resource->end ? take_name(&inner) : NULL;
    if (rname == NULL || inner.at + 20 != resource->end)
        return FALSE;
    answer_add(answer, 0, mname, strlen(mname));
    return TRUE;
}

static gboolean add_record(Answer *answer, const Wire *wire, QuestionType type,
                           const Resource *resource) {
    const guint8 *data = wire->bytes + resource->data;
    gsize length = resource->end - resource->data;
    char address[INET6_ADDRSTRLEN];

    switch (type) {
    case QUESTION_A:
    case QUESTION_AAAA:
        if (length != (type == QUESTION_A ? 4u : 16u))
            return FALSE;
        inet_ntop(type == QUESTION_A ? AF_INET : AF_INET6, data, address, sizeof address);
        answer_add(answer, 0, address, strlen(address));
        return TRUE;
    case QUESTION_MX:
        return length > 2 && add_name(answer, (guint)data[0] << 8 | data[1],
                                      name_to_end(wire, resource->data + 2, resource));
    case QUESTION_TXT:
        return add_txt(answer, wire, resource);
    case QUESTION_SOA:
        return add_soa(answer, wire, resource);
    default:
        return add_name(answer, 0, name_to_end(wire, resource->data, resource));
    }
}

/* Reads `count` records. FALSE where one is malformed. */
static gboolean take_section(Wire *wire, guint count, GArray *resources) {
    for (guint i = 0; i < count; i++) {
        Resource resource;
        if (!take_resource(wire, &resource))
            return FALSE;
        g_array_append_val(resources, resource);
    }
    return TRUE;
}

/* The header and the question, which must be the one that was asked. */
static gboolean take_head(Wire *wire, const char *name, QuestionType type, guint *ret_flags,
                          guint *ret_answers, guint *ret_authorities) {
    guint id, questions, additional, asked, class;
    if (!take_u16(wire, &id) || !take_u16(wire, ret_flags) || !take_u16(wire, &questions) ||
        !take_u16(wire, ret_answers) || !take_u16(wire, ret_authorities) ||
        !take_u16(wire, &additional))
        return FALSE;
    if ((*ret_flags & FLAG_RESPONSE) == 0 || (*ret_flags & OPCODE_MASK) != 0 || questions != 1)
        return FALSE;
    g_autofree char *question = take_name(wire);
    return question != NULL && take_u16(wire, &asked) && take_u16(wire, &class) &&
           strcmp(question, name) == 0 && asked == dns_wire_type(type) && class == CLASS_IN;
}

static const Resource *find(const GArray *resources, const char *owner, guint type) {
    for (guint i = 0; i < resources->len; i++) {
        const Resource *resource = &g_array_index(resources, Resource, i);
        if (resource->type == type && strcmp(resource->owner, owner) == 0)
            return resource;
    }
    return NULL;
}

/* What the authority section says of a name without records (RFC 2308 section 2.2). */
typedef enum { AUTHORITY_SILENT, AUTHORITY_NODATA, AUTHORITY_REFERRAL } Authority;

static Authority read_authority(Wire *wire, guint count, guint flags) {
    Authority authority = AUTHORITY_SILENT;
    for (guint i = 0; i < count; i++) {
        Resource resource;
        if (!take_resource(wire, &resource))
            return AUTHORITY_SILENT;
        g_free(resource.owner);
        if (resource.type == TYPE_SOA)
            return AUTHORITY_NODATA;
        if (resource.type == TYPE_NS && (flags & FLAG_AUTHORITATIVE) == 0)
            authority = AUTHORITY_REFERRAL;
    }
    return authority;
}

/* Follows the CNAMEs of the message from *name on, as far as they lead; FALSE at a malformed one
 * or one too many. */
static gboolean follow(const Wire *wire, const GArray *resources, QuestionType type, char **name,
                       guint *hops) {
    const Resource *alias;
    while (type != QUESTION_CNAME && find(resources, *name, dns_wire_type(type)) == NULL &&
           (alias = find(resources, *name, TYPE_CNAME)) != NULL) {
        char *target = name_to_end(wire, alias->data, alias);
        if (target == NULL)
            return FALSE;
        g_free(*name);
        *name = target;
        if (++*hops > LIMIT_CNAME_HOPS)
            return FALSE;
    }
    return TRUE;
}

static Answer *failure(const char *note) {
    return answer_new_noted(ANSWER_SERVFAIL, note);
}

static Answer *collect(const Wire *wire, const GArray *resources, const char *name,
                       QuestionType type) {
    g_autoptr(Answer) answer = answer_new(ANSWER_OK);
    for (guint i = 0; i < resources->len; i++) {
        const Resource *resource = &g_array_index(resources, Resource, i);
        if (resource->type == dns_wire_type(type) && strcmp(resource->owner, name) == 0 &&
            !add_record(answer, wire, type, resource))
            return failure(N_("a malformed record"));
    }
    answer_sort(answer);
    return g_steal_pointer(&answer);
}

Answer *dns_wire_read(const guint8 *bytes, gsize length, const char *name, QuestionType type,
                      guint *hops, char **ret_follow) {
    Wire wire = {bytes, MIN(length, LIMIT_ANSWER_OCTETS), 0};
    guint flags, answers, authorities;

    if (dns_wire_type(type) == 0 || !take_head(&wire, name, type, &flags, &answers, &authorities))
        return failure(N_("the reply does not fit the question"));
    guint rcode = flags & RCODE_MASK;
    if (rcode == RCODE_REFUSED)
        return answer_new(ANSWER_REFUSED);
    if (rcode != RCODE_NOERROR && rcode != RCODE_NXDOMAIN)
        return failure(rcode == RCODE_FORMERR  ? N_("the server calls the question malformed")
                       : rcode == RCODE_NOTIMP ? N_("the server does not know the question's type")
                                               : NULL);
    if ((flags & FLAG_TRUNCATED) != 0 || answers > LIMIT_ANSWER_RECORDS)
        return failure((flags & FLAG_TRUNCATED) != 0 ? N_("the reply is cut short")
                                                     : N_("the reply holds over 500 records"));

    g_autoptr(GArray) resources = g_array_new(FALSE, FALSE, sizeof(Resource));
    g_array_set_clear_func(resources, resource_clear);
    if (!take_section(&wire, answers, resources))
        return failure(N_("a malformed reply"));

    g_autofree char *last = g_strdup(name);
    guint before = *hops;
    if (!follow(&wire, resources, type, &last, hops))
        return failure(*hops > LIMIT_CNAME_HOPS ? N_("CNAME loop, or over 8 of them")
                                                : N_("a malformed record"));
    Answer *answer;
    if (rcode == RCODE_NXDOMAIN) {
        answer = answer_new(ANSWER_NXDOMAIN);
    } else if (find(resources, last, dns_wire_type(type)) != NULL) {
        answer = collect(&wire, resources, last, type);
    } else {
        Authority authority = read_authority(&wire, authorities, flags);
        if (authority != AUTHORITY_NODATA && *hops > before) {
            *ret_follow = g_steal_pointer(&last);
            return NULL;
        }
        answer = authority == AUTHORITY_REFERRAL
                     ? failure(N_("the server only refers to others, it is no resolver"))
                     : answer_new(ANSWER_NODATA);
    }
    if (*hops > before)
        answer->canonical = g_steal_pointer(&last);
    return answer;
}
