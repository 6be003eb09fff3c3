"""tap.py - what the Python tests share: TAP output, running the program, the report's schema.

Environment (set by Makefile.am, or by hand): top_builddir holds the program, top_srcdir the
fixtures and the schema.  Nothing is written into either: the source may be read-only.
"""
import difflib
import json
import os
import subprocess
import sys
from pathlib import Path

import jsonschema

SRCDIR = Path(os.environ.get("top_srcdir") or Path(__file__).resolve().parent.parent).resolve()
BUILDDIR = Path(os.environ.get("top_builddir") or SRCDIR).resolve()
PROGRAM = Path(os.environ.get("SPAMLINT") or BUILDDIR / "spamlint")


def environment(**changes):
    """The surroundings of a run: the same everywhere, whatever the caller's are."""
    env = {key: value for key, value in os.environ.items()
           if key in ("PATH", "TMPDIR", "LD_LIBRARY_PATH") or key.endswith("SAN_OPTIONS")}
    env.update({"HOME": "/nonexistent", "XDG_CONFIG_HOME": "/nonexistent", "TZ": "UTC",
                "LC_ALL": "C.UTF-8", "SPAMLINT_LOCALEDIR": str(BUILDDIR / "po/locale")})
    env.update(changes)
    return {key: value for key, value in env.items() if value is not None}


def run(arguments, stdin=b"", cwd=SRCDIR, env=None, timeout=120):
    """Runs the program; what it writes comes back as octets."""
    return subprocess.run([str(PROGRAM), *arguments], input=stdin, capture_output=True, cwd=cwd,
                          env=env or environment(), timeout=timeout)


class Schema:
    """Validates reports. A rule's object that was valid once is not looked at again: most rules
    say the same of most messages, and jsonschema is slow."""

    def __init__(self):
        path = SRCDIR / "data/schema/spamlint-report-1.schema.json"
        schema = json.loads(path.read_text())
        jsonschema.Draft202012Validator.check_schema(schema)
        self.validator = jsonschema.Draft202012Validator(schema)
        self.seen = set()

    def _unseen(self, message):
        rules = []
        for rule in message.get("rules", []):
            text = json.dumps(rule, sort_keys=True)
            if text not in self.seen:
                self.seen.add(text)
                rules.append(rule)
        return {**message, "rules": rules} if "rules" in message else message

    def errors(self, instance):
        """One line a defect; an empty list where the report is valid."""
        if isinstance(instance, dict) and isinstance(instance.get("messages"), list):
            instance = {**instance, "messages": [self._unseen(m) for m in instance["messages"]]}
        elif isinstance(instance, dict):
            instance = self._unseen(instance)
        return [f"{error.json_path}: {error.message[:200]}"
                for error in self.validator.iter_errors(instance)]


class Tap:
    """Prints one line a test, in the Test Anything Protocol that automake's driver reads."""

    def __init__(self):
        self.count = self.failed = self.skipped = 0

    def ok(self, good, name, detail=""):
        self.count += 1
        self.failed += not good
        print(f"{'ok' if good else 'not ok'} {self.count} - {name}")
        if not good:
            for line in detail.splitlines():
                print(f"#   {line}")
        sys.stdout.flush()
        return good

    def skip(self, name, reason):
        self.count += 1
        self.skipped += 1
        print(f"ok {self.count} - {name} # SKIP {reason}")

    def end(self):
        print(f"1..{self.count}")
        print(f"# {self.count - self.failed - self.skipped} passed, {self.failed} failed, "
              f"{self.skipped} skipped")
        return 1 if self.failed else 0


def diff(expected, found, expected_name="expected", found_name="found"):
    return "\n".join(difflib.unified_diff(expected.splitlines(), found.splitlines(),
                                          expected_name, found_name, lineterm="", n=1))


def rule_ids():
    """All rules, as --list-rules prints them."""
    listed = run(["--no-config", "--lang=en", "--list-rules"]).stdout.decode()
    return [line.split()[0] for line in listed.splitlines()
            if line.startswith("  ") and not line.startswith("   ")]
