"""catalogue.py - the Danish catalogue has every text of the sources, and keeps what must be kept.

The texts are those that tools/update-po takes from the sources, merged with po/da.po in a temporary
folder; `make update-po` puts new ones into po/da.po, with an empty msgstr to be filled in (HACKING).
"""
import os
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from tap import SRCDIR, Tap

TOOLS = ("xgettext", "msgmerge", "msgattrib", "msgfmt")
CATALOGUE = SRCDIR / "po/da.po"
# What a translation says as the English does: options, RFCs and their sections, fields and values
# ("Content-Type", "charset=utf-8"), elements, and names that are no words of English.
KEPT = re.compile(r"--[a-z][a-z-]+|RFC \d+|\b(?:\d+\.)+\d+\b|"
                  r"\b[A-Z][A-Za-z]*(?:-[A-Z][A-Za-z]+)+\b|\b[a-z]+=[a-z0-9-]+\b|"
                  r"\b(?:SPF|DKIM|DMARC|MX|SOA|TXT|CNAME|UTF-8|HTML|CAN-SPAM|MIME)\b|<[a-z]+>")
# How nobody writes Danish; "email" where the English says so too is a column of a CSV file.
ANGLICISM = re.compile(r"\b[Ee]-?mail'?(?:en|s|ene)?\b|\b[A-Za-z]*[a-z]'(?:en|et|er)\b")


def entries(text):
    """(msgid, [msgstr, …], fuzzy) of each message but the header."""
    found = []
    for block in re.split(r"\n\s*\n", text):
        parts, part = {}, None
        for line in block.splitlines():
            match = re.match(r'(msg[a-z_]+(?:\[\d\])?) (?=")', line)
            part = match[1] if match else part
            if part and not line.startswith("#"):
                quoted = re.search(r'"(.*)"', line)[1]
                parts[part] = parts.get(part, "") + re.sub(
                    r"\\(.)", lambda m: {"n": "\n", "t": "\t"}.get(m[1], m[1]), quoted)
        if parts.get("msgid"):
            fuzzy = re.search(r"^#,.*\bfuzzy\b", block, re.M) is not None
            found.append((parts["msgid"],
                          [parts[key] for key in sorted(parts) if key.startswith("msgstr")], fuzzy))
    return found


def is_sentence(text):
    return len(text.split()) > 2


def check_texts(tap, messages):
    missing = [english for english, danish, fuzzy in messages if fuzzy or not all(danish)]
    said = ("without Danish in po/da.po (make update-po, then fill them in):\n" +
            "\n".join(repr(text) for text in missing))
    # Who adds a rule may leave its Danish to somebody else; what lands has it (.ci/run).
    if missing and len(messages) > 100 and os.environ.get("SPAMLINT_CATALOGUE") != "complete":
        tap.skip("every text has its Danish", f"{len(missing)} texts wait for it")
        print(*(f"# {line}" for line in said.splitlines()), sep="\n")
    else:
        tap.ok(not missing and len(messages) > 100, "every text has its Danish", said)
    done = [(english, text) for english, danish, _ in messages for text in danish if text]

    lost = [f"{word!r} of {english!r}" for english, text in done
            for word in KEPT.findall(english) if word not in text]
    tap.ok(not lost, "options, fields, values and RFCs are the same in Danish", "\n".join(lost))
    case = [text for english, text in done
            if is_sentence(english) and re.match(r"[a-z]+ ", english) and
            re.match(r"[A-ZÆØÅÉ][a-zæøåé]", text) and
            re.match(r"[\w-]+", text)[0].removesuffix("-feltet") not in english.split()]
    tap.ok(not case, "sentences begin in lower case where the English ones do", "\n".join(case))
    ends = [f"{english!r}: {text!r}" for english, text in done
            if (english[-1:] in ".:?\n ") != (text[-1:] in ".:?\n ") or
            english.endswith("\n") != text.endswith("\n")]
    tap.ok(not ends, "sentences end as the English ones do", "\n".join(ends))
    bad = [text for english, text in done
           if ANGLICISM.search(text) and not re.search(r"\bemail\b", english)]
    tap.ok(not bad, "nobody writes \"e-mailen\" or \"email'en\"", "\n".join(bad))


def main():
    tap = Tap()
    absent = [tool for tool in TOOLS if shutil.which(tool) is None]
    if absent:
        tap.skip("every text has its Danish", f"{', '.join(absent)} of gettext not found")
        return tap.end()
    checked = subprocess.run(["msgfmt", "--check", "--output-file=/dev/null", CATALOGUE],
                             capture_output=True, text=True)
    tap.ok(checked.returncode == 0, "msgfmt --check finds no fault in po/da.po", checked.stderr)
    with tempfile.TemporaryDirectory(prefix="spamlint-po-") as folder:
        merged = Path(folder) / "da.po"
        done = subprocess.run([SRCDIR / "tools/update-po", merged], capture_output=True, text=True)
        if tap.ok(done.returncode == 0 and merged.exists(), "the texts are taken from the sources",
                  done.stdout + done.stderr):
            check_texts(tap, entries(merged.read_text()))
    return tap.end()


if __name__ == "__main__":
    sys.exit(main())
