/* address-file.h - a list of addresses as users have them: one a line, or a CSV file whose first
 * record names a column "email".
 */
#ifndef SPAMLINT_LEDGER_ADDRESS_FILE_H
#define SPAMLINT_LEDGER_ADDRESS_FILE_H

#include "ledger/line-errors.h"
#include "ledger/text-table.h"

#include "input/reader.h"

#include <glib.h>

typedef enum {
    ADDRESS_FILE_ADDRESSES = 1 << 0, /* bo@example.dk */
    ADDRESS_FILE_DOMAINS = 1 << 1,   /* @example.dk */
    ADDRESS_FILE_HASHES = 1 << 2,    /* SHA-256 of a lower-cased address, 64 hexadecimal digits */
} AddressFileKinds;

#define ADDRESS_HASH_OCTETS 32

/* Opens a file for reading; NULL and an error of the file as a whole. */
Reader *address_file_open(const char *path, LineErrors *errors);
/* Says where reading ended before the file did. */
void address_file_check_read(const Reader *reader, const char *path, LineErrors *errors);

/* Reads the file (takes the reader): keys of addresses and domains (address.h) go into `keys`,
 * hashes as octets into `hashes` (NULL where they are not taken).  What is malformed goes to
 * `errors`; `path` names the file there. */
void address_file_read(Reader *reader, const char *path, guint kinds, TextTable *keys,
                       TextTable *hashes, LineErrors *errors);

#endif
