"""run-fixtures.py - every rule against the messages written for it.

tests/fixtures/<rule-id>/ holds, each by its name's first part:

    pass*   no finding from any rule, and the rule's result is `pass` in at least one of them
    fail*   what is found stands in <name>.expected, with a finding of the rule among it
    skip*   the rule's result is `skip`, unknown*: it is `unknown`; <name>.expected says why

as .eml, .mbox, .html, .htm, .mjml or .txt (a message each, but the mbox; the last four are
templates).  `options` holds more options, one a line, {dir} being the folder; <name>.options adds
to them for that one file.  Runs are --offline, or where `replay` (or <name>.replay) stands with
every network question answered from it.

<name>.expected lists every finding of every rule, in order:

    LINE:COLUMN-ENDLINE:ENDCOLUMN severity rule-id: message
        evidence: what was found
        fix: what to write instead

A file of several messages has a line "== INDEX" before each that has findings.  `skip` and
`unknown` are a line "skip rule-id: reason" (of the folder's rule only), after the findings.

`make update-golden` writes all .expected anew; read the diff.

Besides, each rule of --list-rules has a pass and a fail fixture; each text that src/rules hands to
check_fail() is the message of a finding in some fixture; each line of the report is valid against
the schema.
"""
import json
import re
import shlex
import sys

from tap import SRCDIR, Schema, Tap, diff, rule_ids, run

FIXTURES = SRCDIR / "tests/fixtures"
SUFFIXES = {".eml", ".mbox", ".html", ".htm", ".mjml", ".txt"}
# Folders that are no rule's: what README shows.
OTHERS = {"demo"}
# Texts that no file of a bearable size gives; tests/cli writes one for the occasion.
TOO_LARGE = {"the message is over %u octets long: the rest was not read",
             "the message is %u octets long; providers refuse over 25 MiB (26,214,400)"}
COMMON = ["--no-config", "--lang=en", "--format=ndjson", "--now=2026-11-20T09:00:00Z"]


class Fixture:
    def __init__(self, path):
        self.path = path
        self.rule = path.parent.name
        self.name = f"{self.rule}/{path.name}"
        self.expects = re.match(r"[a-z]*", path.name).group()
        self.expected_path = path.with_suffix(".expected")
        self.messages = []  # parsed lines of ndjson

    def options(self):
        """Further options of this file, as a tuple: those of equal options run together."""
        replay = next((p for p in (self.path.with_suffix(".replay"), self.path.parent / "replay")
                       if p.exists()), None)
        options = [f"--replay={replay}"] if replay else ["--offline"]
        for path in (self.path.parent / "options", self.path.with_suffix(".options")):
            if path.exists():
                text = path.read_text().replace("{dir}", shlex.quote(str(self.path.parent)))
                options += shlex.split(text, comments=True)
        return tuple(options)

    def results(self):
        """The results of the folder's rule, one a message."""
        return [rule for message in self.messages for rule in message["rules"]
                if rule["rule"] == self.rule]

    def findings(self):
        """(rule id, finding) of every message."""
        return [(rule["rule"], finding) for message in self.messages
                for rule in message["rules"] for finding in rule["findings"]]


def labelled(label, text):
    lines = text.splitlines() or [""]
    return [f"    {label}: {lines[0]}"] + [f"        {line}" for line in lines[1:]]


def listing(fixture):
    """What <name>.expected holds."""
    lines = []
    for message in fixture.messages:
        own = []
        for rule in message["rules"]:
            for finding in rule["findings"]:
                own.append("{line}:{column}-{end_line}:{end_column} {severity} ".format(**finding)
                           + f"{rule['rule']}: {finding['message']}")
                for label in ("evidence", "fix"):
                    if finding[label]:
                        own += labelled(label, finding[label])
        for rule in message["rules"]:
            if rule["rule"] == fixture.rule and rule["result"] in ("skip", "unknown"):
                own.append(f"{rule['result']} {fixture.rule}: {rule['reason']}")
        if own and len(fixture.messages) > 1:
            own.insert(0, f"== {message['index']}")
        lines += own
    return "".join(line + "\n" for line in lines)


def judge_all(fixtures, schema, tap):
    """One process for all files of equal options; each message goes to its fixture."""
    groups = {}
    for fixture in fixtures:
        groups.setdefault(fixture.options(), []).append(fixture)
    broken = []
    for options, group in groups.items():
        by_path = {str(f.path.relative_to(SRCDIR)): f for f in group}
        done = run([*COMMON, *options, *by_path])
        if done.returncode not in (0, 1, 4) or done.stderr:
            broken.append(f"spamlint {shlex.join(options)}: exit status {done.returncode}\n"
                          f"{done.stderr.decode(errors='replace')}")
        for line in done.stdout.splitlines():
            message = json.loads(line)
            broken += [f"{message.get('file')}: {error}" for error in schema.errors(message)]
            if "error" not in message:
                by_path[message["file"]].messages.append(message)
    tap.ok(not broken, "every report is valid against the schema, and no run complains",
           "\n".join(broken))


def check_pass(fixture, tap):
    found = "\n".join(f"{finding['line']}:{finding['column']} {rule}: {finding['message']}"
                      for rule, finding in fixture.findings())
    results = sorted({rule["result"] for rule in fixture.results()})
    if not fixture.messages:
        found = "nothing was judged"
    elif not set(results) <= {"pass"} and not found:
        found = f"the rule's result is {', '.join(results)}, expected pass: " + \
            "; ".join(rule.get("reason", "") for rule in fixture.results())
    tap.ok(not found, fixture.name, found)


def check_expected(fixture, tap, update):
    found = listing(fixture)
    if update:
        if not fixture.expected_path.exists() or fixture.expected_path.read_text() != found:
            fixture.expected_path.write_text(found)
            print(f"# wrote {fixture.expected_path.relative_to(SRCDIR)}")
    expected = fixture.expected_path.read_text() if fixture.expected_path.exists() else ""
    results = [rule["result"] for rule in fixture.results()]
    detail = diff(expected, found, fixture.expected_path.name, "found")
    if not fixture.expected_path.exists():
        detail = f"{fixture.expected_path.name} is missing: make update-golden\n{found}"
    if fixture.expects not in results:
        detail += f"\nthe rule's result is {', '.join(results) or 'nothing'}, " \
                  f"expected {fixture.expects}"
    tap.ok(not detail, fixture.name, detail)


def check_rules_covered(fixtures, tap):
    rules = rule_ids()
    tap.ok(bool(rules), "--list-rules lists rules")
    for rule in rules:
        own = [f for f in fixtures if f.rule == rule]
        missing = [kind for kind in ("pass", "fail") if not any(f.expects == kind for f in own)]
        tap.ok(not missing, f"{rule} has a pass and a fail fixture",
               f"tests/fixtures/{rule} has no {' and no '.join(missing)} fixture")
    strangers = sorted({f.rule for f in fixtures} - set(rules))
    tap.ok(not strangers, "every folder of fixtures is named for a rule", "\n".join(strangers))


# What stands in a C source: comments and character constants are passed over.
TOKEN = re.compile(r'"((?:[^"\\\n]|\\.)*)"|/\*.*?\*/|\'(?:[^\'\\\n]|\\.)+\'|//[^\n]*|\w+|\S', re.S)
PLACEHOLDER = re.compile(r"%(?:\d+\$)?[-+ #0]*(?:\d+|\*)?(?:\.(?:\d+|\*))?(?:hh|h|ll|l|j|z|t)?[a-zA-Z]")


def tokens(text):
    """(kind, text) of each token: "string" or "other"."""
    for match in TOKEN.finditer(text):
        if match.group(1) is not None:
            yield "string", match.group(1)
        elif not match.group().startswith(("/*", "//")):
            yield "other", match.group()


def literals(argument):
    """The string constants of an argument's tokens; adjacent ones are one, a macro between two
    (G_GUINT64_FORMAT) is a conversion."""
    found, current = [], None
    for i, (kind, text) in enumerate(argument):
        if kind == "string":
            current = (current or "") + text
        elif re.fullmatch(r"[A-Z][A-Z0-9_]+", text) and current is not None and \
                current.endswith("%"):
            current += "s"  # the macro holds the rest of the conversion
        elif current is not None:
            found.append(current)
            current = None
    return found + ([current] if current is not None else [])


def calls(text, name):
    """The arguments, as lists of tokens, of every call of a function."""
    stream = list(tokens(text))
    for i in range(len(stream) - 1):
        if stream[i] != ("other", name) or stream[i + 1] != ("other", "("):
            continue
        depth, arguments = 0, [[]]
        for token in stream[i + 1:]:
            if token[0] == "other" and token[1] in "([{":
                depth += 1
                if depth == 1:
                    continue
            elif token[0] == "other" and token[1] in ")]}":
                depth -= 1
                if depth == 0:
                    break
            if token == ("other", ",") and depth == 1:
                arguments.append([])
            else:
                arguments[-1].append(token)
        yield arguments


def constant_fields(text):
    """The texts of the Rule constant: they are no findings."""
    match = re.search(r"^const Rule rule_\w+ = \{(.*?)^\};", text, re.S | re.M)
    return set(literals(list(tokens(match.group(1))))) if match else set()


def finding_formats(text):
    """The formats of a source's findings: literals handed to check_fail(), or where a variable is
    handed over, what is marked N_() outside of the Rule constant and of calls that are no
    findings."""
    formats, variable = [], False
    for arguments in calls(text, "check_fail"):
        own = literals(arguments[5]) if len(arguments) > 5 else []
        formats += own
        variable |= not own
    if variable:
        others = constant_fields(text)
        for name in ("check_skip", "check_unknown", "check_detail", "_", "gettext"):
            for arguments in calls(text, name):
                others |= {t for argument in arguments for t in literals(argument)}
        marked = [t for arguments in calls(text, "N_") for t in literals(arguments[0])]
        formats += [t for t in marked if t not in others]
    return list(dict.fromkeys(formats))


def matcher(fmt):
    """A regular expression for the messages of a format."""
    text = re.sub(r"\\(x[0-9a-fA-F]{2}|[0-7]{1,3}|.)",
                  lambda m: {"n": " ", "t": " "}.get(m[1], m[1]), fmt)
    parts, at = [], 0
    for match in re.finditer(r"%%|" + PLACEHOLDER.pattern, text):
        parts.append(re.escape(text[at:match.start()]))
        parts.append("%" if match.group() == "%%" else "(?:.*)")
        at = match.end()
    return re.compile("".join(parts) + re.escape(text[at:]), re.S)


def check_formats_covered(fixtures, tap):
    messages = {}
    for fixture in fixtures:
        for rule, finding in fixture.findings():
            # A profile puts a provider's reply behind the text.
            text = re.sub(r" \(reply of .*\)$", "", finding["message"], flags=re.S)
            messages.setdefault(rule, set()).add(text)
    everything = set().union(*messages.values()) if messages else set()
    for source in sorted((SRCDIR / "src/rules").rglob("*.c")):
        text = source.read_text()
        formats = [f for f in finding_formats(text) if f not in TOO_LARGE]
        # check.c has the text on findings that are not listed: it belongs to no rule.
        if not formats or source.name == "check.c":
            continue
        is_rule = re.search(r"^const Rule rule_", text, re.M)
        pool = messages.get(source.stem, set()) if is_rule else everything
        missing = [fmt for fmt in formats
                   if not any(matcher(fmt).fullmatch(message) for message in pool)]
        tap.ok(not missing, f"{source.stem}: each finding's text is in a fixture",
               "\n".join(f'no fixture gives "{fmt}"' for fmt in missing))


def main():
    update = "--update" in sys.argv[1:]
    only = [argument for argument in sys.argv[1:] if not argument.startswith("-")]
    paths = sorted(p for p in FIXTURES.glob("*/*")
                   if p.suffix in SUFFIXES and p.parent.name not in OTHERS)
    fixtures = [Fixture(p) for p in paths if not only or p.parent.name in only]
    tap = Tap()
    judge_all(fixtures, Schema(), tap)
    for fixture in fixtures:
        if fixture.expects == "pass":
            check_pass(fixture, tap)
        elif fixture.expects in ("fail", "skip", "unknown"):
            check_expected(fixture, tap, update)
        else:
            tap.ok(False, fixture.name, "begins with neither pass, fail, skip nor unknown")
    if not only and not update:
        check_rules_covered(fixtures, tap)
        check_formats_covered(fixtures, tap)
    return tap.end()


if __name__ == "__main__":
    sys.exit(main())
