"""accuracy.py - how often the rules agree with people who read the mail. `make accuracy`.

    accuracy.py [--corpus=DIR] [--labels=DIR] [--verbose]

The corpus is real mail that is no part of this project (nothing of it may be copied here); where
there is none, nothing is measured.  `labelled/labels.tsv` in it says of each message what a reader
sees; --labels measures another folder of the same form, such as one that nobody tuned a rule on.
Each rule is compared with its column where both exist; a "?" there is a toss-up and not counted.
A false alarm is a finding that the reader does not bear out, a miss one that is not made.

Besides, every mbox must give as many messages as it holds, and nothing may crash the program.
The exit status is 1 for such an error only: agreement is a figure, not a verdict.
"""
import argparse
import csv
import json
import sys
from collections import Counter
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
from tap import SRCDIR, Schema, rule_ids, run  # noqa: E402

COMMON = ["--no-config", "--lang=en", "--offline", "--format=ndjson"]
MBOXES = {"spamassassin-hard-ham-1.mbox": 242, "spamassassin-easy-ham-2.mbox": 1394,
          "spamassassin-spam-1.mbox": 500, "spamassassin-spam-2.mbox": 1396}


def passes(rule):
    return rule["result"] == "pass"


def no_error(rule):
    """A warning (an instruction to reply with STOP) still says that a way out was found."""
    return not any(finding["severity"] == "error" for finding in rule["findings"])


class Measure:
    """A rule against a column: `good` are the labels with which the rule should not complain.  Rows
    whose notes hold the word `aside` are not counted."""

    def __init__(self, rule, column, good, text="", holds=passes, kinds=("marketing",), aside=None):
        self.__dict__.update(vars())
        self.n = self.false_alarms = self.misses = self.skipped = self.absent = 0
        self.lines = []

    def compare(self, row, results):
        label = row[self.column]
        if label == "?" or (self.kinds and row["kind"] not in self.kinds):
            return
        if self.aside and self.aside in (row.get("notes") or ""):
            return
        result = results.get(self.rule)
        if result is None:
            self.absent += 1
            return
        if result["result"] in ("skip", "unknown"):
            self.skipped += 1
            return
        self.n += 1
        expected, found = label in self.good, self.holds(result)
        if expected == found:
            return
        self.false_alarms += expected
        self.misses += not expected
        said = "; ".join(f["message"] for f in result["findings"]) or "nothing found wrong"
        note = row.get(self.text) or row.get("notes") or ""
        self.lines.append(f"{row['file']}: {'false alarm' if expected else 'miss'}: "
                          f"{self.column}={label} ({note}): {said}")

    def row(self):
        if not self.n:
            why = "there is no such rule" if self.absent else f"{self.skipped} skipped"
            return f"{self.rule:22} {self.column:20} not measured: {why}"
        wrong = self.false_alarms + self.misses
        return (f"{self.rule:22} {self.column:20} {self.n:4} {self.n - wrong:6} "
                f"{100 * (self.n - wrong) / self.n:6.1f} {self.false_alarms:7} {self.misses:7} "
                f"{self.skipped:7}")


def measures():
    every = None
    return [
        Measure("unsubscribe-link", "unsub", {"yes", "text", "plainonly"}, "unsub_text", no_error),
        Measure("footer-address", "address", {"yes"}, "address_text"),
        Measure("footer-identity", "identity", {"yes"}, "identity_name"),
        Measure("footer-contact", "contact", {"yes"}),
        Measure("consent-reminder", "reminder", {"yes"}),
        Measure("subject-matches-body", "subject_related", {"yes"}),
        Measure("subject-reply-prefix", "reply_prefix_false", {"no"}, kinds=every),
        Measure("content-adult", "adult", {"no"}, kinds=every),
        Measure("content-fraud", "fraud", {"no"}, kinds=every),
        # A link through the sender's mail provider is no lie to the rule, and one to the labels.
        Measure("link-truth", "link_lie", {"no"}, kinds=every, aside="tracker"),
        Measure("merge-tags", "merge_tags", {"no"}, kinds=every),
    ]


def judge(paths, *options):
    """Messages by path, and what went wrong."""
    done = run([*COMMON, *options, *map(str, paths)], timeout=1800)
    messages, errors = {}, []
    if done.returncode < 0 or done.returncode > 4:
        errors.append(f"ended by {done.returncode}: {done.stderr[-2000:].decode(errors='replace')}")
    for line in done.stdout.splitlines():
        message = json.loads(line)
        messages.setdefault(message["file"], []).append(message)
    return messages, errors


def results_of(message):
    return {rule["rule"]: rule for rule in message["rules"]}


def error_rules(message):
    """The rules that have a finding of severity error, which is what makes a message fail."""
    return [rule["rule"] for rule in message["rules"]
            if any(finding["severity"] == "error" for finding in rule["findings"])]


def is_blameless(row):
    """Marketing that has what the policy asks for, as its reader sees it."""
    return (row["kind"] == "marketing" and
            all(row[column] == "yes" for column in ("unsub", "identity", "address")) and
            all(row[column] == "no" for column in ("reply_prefix_false", "adult", "fraud",
                                                   "link_lie", "merge_tags")))


def print_verdicts(rows, natural):
    """How much blameless marketing gets the verdict fail, and by which rule."""
    judged = [(row, natural[row["file"]]) for row in rows
              if is_blameless(row) and row["file"] in natural]
    failed = [(row, message) for row, message in judged if message["verdict"] == "fail"]
    print(f"\nverdict fail on {len(failed)} of {len(judged)} marketing messages whose labels find no "
          f"fault ({100 * len(failed) / max(len(judged), 1):.1f} %)")
    for row, message in failed:
        print(f"  {row['file']}: {', '.join(error_rules(message))}")


def measure_labels(folder, verbose):
    table = folder / "labels.tsv"
    with table.open(newline="", encoding="utf-8") as file:
        rows = list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))
    paths = {row["file"]: folder / row["file"] for row in rows}
    natural, errors = judge(paths.values())
    marketing = [row for row in rows if row["kind"] == "marketing"]
    forced, more = judge([paths[row["file"]] for row in marketing], "--kind=marketing")
    errors += more

    kind_lines, kind_n, kind_wrong = [], 0, {True: 0, False: 0}
    all_measures = measures()
    first = {}
    for row in rows:
        path = str(paths[row["file"]])
        own = [m for m in natural.get(path, []) if "error" not in m]
        if not own:
            errors.append(f"{row['file']}: not judged")
            continue
        first[row["file"]] = own[0]
        if row["kind"] != "?":
            kind_n += 1
            expected, found = row["kind"] == "marketing", own[0]["kind"] == "marketing"
            if expected != found:
                kind_wrong[expected] += 1
                kind_lines.append(f"{row['file']}: kind={row['kind']} ({row['notes']}): "
                                  f"{own[0]['kind']} ({', '.join(own[0]['kind_reasons'])})")
        for measure in all_measures:
            message = own[0] if measure.kinds is None else forced.get(path, [None])[0]
            if message and "error" not in message:
                measure.compare(row, results_of(message))

    print_verdicts(rows, first)
    print(f"\n{folder}: {len(rows)} messages, {len(marketing)} of them marketing\n")
    print(f"{'rule':22} {'label':20} {'n':>4} {'agree':>6} {'%':>6} {'f.alarm':>7} {'miss':>7} "
          f"{'skipped':>7}")
    wrong = sum(kind_wrong.values())
    print(f"{'(kind)':22} {'kind is marketing':20} {kind_n:4} {kind_n - wrong:6} "
          f"{100 * (kind_n - wrong) / max(kind_n, 1):6.1f} {kind_wrong[False]:7} "
          f"{kind_wrong[True]:7} {0:7}")
    for measure in all_measures:
        print(measure.row())
    if verbose:
        print("\nDisagreements")
        for line in kind_lines:
            print(f"  kind: {line}")
        for measure in all_measures:
            for line in measure.lines:
                print(f"  {measure.rule}: {line}")
    return errors


def check_mboxes(folder):
    errors = []
    for name, expected in MBOXES.items():
        path = folder / name
        if not path.exists():
            continue
        messages, more = judge([path])
        errors += more
        found = len([m for m in messages.get(str(path), []) if "error" not in m])
        print(f"{name}: {found} messages of {expected}")
        if found != expected:
            errors.append(f"{name}: {found} messages, expected {expected}")
    return errors


def check_crashes(corpus):
    """Nothing ends the program, and whatever comes the report is valid. For the modern mail is also
    printed what fails on how much of it: what most honest mail fails is seldom right."""
    errors, schema = [], Schema()
    for part in ("modern", "malformed", "templates", "bounces", "arf", "dkim"):
        # Whatever lies there is read, pictures and licences too: nothing may end the program.
        paths = sorted(p for p in (corpus / part).rglob("*") if p.is_file())
        if not paths:
            continue
        messages, more = judge(paths)
        errors += [f"{part}: {error}" for error in more]
        every = [m for own in messages.values() for m in own]
        for message in every:
            errors += [f"{message['file']}: {error}" for error in schema.errors(message)]
        judged = [m for m in every if "error" not in m]
        print(f"{part}: {len(paths)} files, {len(judged)} messages, "
              f"{len(every) - len(judged)} that are none")
        if part == "modern":
            print_rates(judged)
    return errors


def print_rates(messages):
    """How many messages of each sub-folder a rule fails on, and on how many of these with an
    error; and how much of each folder fails at all, by which rules most."""
    folders = sorted({Path(m["file"]).parent.name for m in messages})
    totals = {f: sum(Path(m["file"]).parent.name == f for m in messages) for f in folders}
    print(f"\n{'fails on (error on), of':26}" +
          "".join(f"{f + ' ' + str(totals[f]):20}" for f in folders))
    for rule in rule_ids():
        fails, errors = Counter(), Counter()
        for message in messages:
            folder = Path(message["file"]).parent.name
            result = results_of(message).get(rule)
            fails[folder] += bool(result) and result["result"] == "fail"
            errors[folder] += rule in error_rules(message)
        if fails.total():
            print(f"{rule:26}" + "".join(f"{f'{fails[f]} ({errors[f]})':20}" for f in folders))
    for folder in folders:
        carried = [error_rules(m) for m in messages if Path(m["file"]).parent.name == folder]
        failed = [rules for rules in carried if rules]
        by_rule = Counter(rule for rules in failed for rule in rules)
        alone = Counter(rules[0] for rules in failed if len(rules) == 1)
        print(f"\n{folder}: {len(failed)} of {len(carried)} have an error "
              f"({100 * len(failed) / len(carried):.1f} %); by rule (by it alone): " +
              ", ".join(f"{rule} {n} ({alone[rule]})" for rule, n in by_rule.most_common(12)))
    print()


def main():
    parser = argparse.ArgumentParser(description="how often the rules agree with people")
    parser.add_argument("--corpus", default=SRCDIR.parent / "shared/corpus", type=Path)
    parser.add_argument("--labels", type=Path, help="measure just this labelled folder")
    parser.add_argument("--verbose", action="store_true", help="list every disagreement")
    options = parser.parse_args()
    if options.labels:
        errors = measure_labels(options.labels.resolve(), options.verbose)
    elif not (options.corpus / "labelled/labels.tsv").exists():
        print(f"no corpus in {options.corpus}: nothing is measured (CORPUS=DIR names one)")
        return 0
    else:
        corpus = options.corpus.resolve()
        errors = measure_labels(corpus / "labelled", options.verbose)
        print()
        errors += check_mboxes(corpus / "mbox")
        errors += check_crashes(corpus)
    for error in errors:
        print(f"ERROR: {error}", file=sys.stderr)
    return 1 if errors else 0


if __name__ == "__main__":
    sys.exit(main())
