/* text-finding.h - a finding as text: file:line:column, what was found, what to write instead. */
#ifndef SPAMLINT_REPORT_TEXT_FINDING_H
#define SPAMLINT_REPORT_TEXT_FINDING_H

#include "judgement.h"
#include "report/text-writer.h"

Paint text_severity_paint(Severity severity);
/* All findings of a failing rule, from column `indent` on.  A single one does not repeat its
 * message: it stands on the rule's line. */
void text_findings(TextWriter *self, const Judgement *judgement, const RuleResult *result,
                   int indent);
/* Lines as they are, without the empty ones: an SPF tree, a footer. */
void text_lines(TextWriter *self, const char *text, int indent);

#endif
