/* json-judgement.h - a judgement as the JSON object that interface.md describes.
 *
 * The json and the ndjson form, and later the baseline, share it; data/schema/ holds its schema.
 */
#ifndef SPAMLINT_REPORT_JSON_JUDGEMENT_H
#define SPAMLINT_REPORT_JSON_JUDGEMENT_H

#include "judgement.h"
#include "report/json-writer.h"

#define JSON_REPORT_SCHEMA "spamlint-report/1"

/* One object.  `with_schema`: begins with the key "schema", as each line of ndjson does. */
void json_judgement(JsonWriter *writer, const Judgement *judgement, gboolean with_schema);

#endif
