/* fuzz-dns-wire.c - any octets as a DNS message (libFuzzer; make check replays the corpus).
 *
 * The first octet chooses the type asked for, the second the CNAME hops so far and the name; the
 * message follows.  What is read must be whole: records only in an answer that has them, names in
 * their one form, and all of it the same again through a line of a replay file.
 */
#include "evidence/dns-name.h"
#include "evidence/dns-wire.h"
#include "evidence/master.h"
#include "limits.h"

#include <stddef.h>
#include <stdint.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void check(gboolean holds, const char *what) {
    if (!holds)
        g_error("%s", what);
}

static void check_name(const char *name) {
    g_autofree char *folded = dns_name_fold(name, strlen(name));
    check(g_strcmp0(folded, name) == 0, "a name that is not in its one form");
}

static void check_written(const Answer *answer, QuestionType type) {
    g_autoptr(GString) text = g_string_new(NULL);
    g_autoptr(Answer) again = answer_new(answer->status);
    master_write(text, "example.dk", type, answer);
    g_auto(GStrv) lines = g_strsplit(text->str, "\n", 0);
    for (guint i = 0; lines[i] != NULL; i++) {
        g_autofree char *problem = NULL;
        MasterLine line;
        gboolean empty;
        check(master_parse(lines[i], strlen(lines[i]), &line, &empty, &problem), lines[i]);
        if (empty)
            continue;
        check(line.type == type && line.status == answer->status, lines[i]);
        if (line.status == ANSWER_OK)
            answer_add(again, line.preference, line.value, line.length);
        master_line_clear(&line);
    }
    check(answer_same(answer, again), "a recording that reads differently");
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    if (size < 2)
        return 0;
    QuestionType type = (QuestionType)(data[0] % QUESTION_TYPES);
    guint hops = data[1] % (LIMIT_CNAME_HOPS + 1);
    const char *name = (data[1] & 0x80) != 0 ? "www.example.dk" : "example.dk";
    g_autofree guint8 *message = g_memdup2(data + 2, size - 2);
    g_autofree char *follow = NULL;
    g_autoptr(Answer) answer = dns_wire_read(message, size - 2, name, type, &hops, &follow);

    check((answer == NULL) == (follow != NULL), "neither an answer nor a name to follow");
    if (answer == NULL) {
        check_name(follow);
        return 0;
    }
    check((answer->status == ANSWER_OK) == (answer->records->len > 0), "records without OK");
    check(answer->records->len <= LIMIT_ANSWER_RECORDS, "too many records");
    if (answer->canonical != NULL)
        check_name(answer->canonical);
    for (guint i = 0; i < answer->records->len; i++) {
        const Record *record = g_ptr_array_index(answer->records, i);
        if (type != QUESTION_TXT && type != QUESTION_A && type != QUESTION_AAAA)
            check_name(record->value);
    }
    check_written(answer, type);
    return 0;
}
