"""run-cli.py - command lines: what they print, and how they end.

Most of it is the table CASES: arguments, standard input, the exit status of interface.md, and what
stands (or must not stand) on standard output and standard error.  What needs more than one run has
a function of its own below.  Messages are written here, octet by octet, into a temporary folder
that every run has as its working folder.

With --update the transcripts of README are written anew (make update-golden), and nothing else.
"""
import fcntl
import json
import os
import pty
import re
import shlex
import shutil
import signal
import struct
import subprocess
import sys
import tempfile
import termios
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
from tap import PROGRAM, SRCDIR, Schema, Tap, diff, environment, rule_ids, run  # noqa: E402

NOW = "--now=2026-11-20T09:00:00Z"
QUIET = ["--no-config", "--lang=en", "--offline", NOW]
SUBJECT = [*QUIET, "--only=subject-present"]
DANISH = ["--no-config", "--lang=da", "--offline", NOW]
CONSENT = [*QUIET, "--kind=marketing", "--only=consent-record,consent-suppression"]

GOOD = (b"From: Eksempel Butik <nyt@example.dk>\n"
        b"To: kunde@example.org\n"
        b"Date: Fri, 20 Nov 2026 09:00:00 +0100\n"
        b"Message-ID: <1@example.dk>\n"
        b"Subject: =?utf-8?Q?Nye_bl=C3=A5b=C3=A6r?=\n"
        b"MIME-Version: 1.0\n"
        b"Content-Type: text/plain; charset=utf-8\n"
        b"Content-Transfer-Encoding: 8bit\n"
        b"\n"
        b"Kom forbi og k\xc3\xb8b bl\xc3\xa5b\xc3\xa6r.\n")
BAD = GOOD.replace(b"Subject: =?utf-8?Q?Nye_bl=C3=A5b=C3=A6r?=\n", b"")
SENT = b"Received: from mx.example.org (mx.example.org [192.0.2.1])\n" \
       b"\tby in.example.com; Fri, 20 Nov 2026 09:00:00 +0100\n" + GOOD
# What a terminal would obey, in every place that a report quotes: ESC, BEL, C1, DEL,
# bidirectional controls, zero-width characters, in fields, in the body and in a file's name.
NASTY = ("\033[31m\033]0;t\a\x9b31m\x7f\u202egnp\u2066\u200b\u200f\ufeff\u2028").encode()
HOSTILE = (b"From: \"" + NASTY + b"\" <nyt" + NASTY + b"@example.dk>\n"
           b"To: " + NASTY + b"\n"
           b"Date: " + NASTY + b"\n"
           b"Message-ID: " + NASTY + b"\n"
           b"Subject: Re: " + NASTY + b"\n"
           b"List-Unsubscribe: <" + NASTY + b">\n"
           b"List-Unsubscribe-Post: " + NASTY + b"\n"
           b"Content-Type: text/html; charset=\"" + NASTY + b"\"\n"
           b"Content-Transfer-Encoding: " + NASTY + b"\n" + NASTY + b"\n"
           b"\n"
           b"<p onclick='" + NASTY + b"'>" + NASTY + b" {{" + NASTY + b"}} <script>" + NASTY +
           b"</script><a href=\"" + NASTY + b"\">afmeld " + NASTY + b"</a></p>\n")
TEMPLATE = b"<html><body><h1>Nyt</h1><p>Hej {{ navn }}</p><a href='{{ afmeld }}'>Afmeld</a>" \
           b"</body></html>\n"
REPLAY_TIMEOUT = b"*  *  !TIMEOUT\n"
REPLAY_GOOD = b"example.dk.  MX  10 mx.example.dk.\nexample.dk.  A  192.0.2.1\n" \
              b"mx.example.dk.  A  192.0.2.1\nexample.dk.  SOA  ns.example.dk.\n"

LEDGER = b"email,consented_at,source,withdrawn_at\n" \
         b"Kunde@Example.ORG,2024-03-01T10:15:00+01:00,\"formular, hjemmeside\",\n" \
         b"bo@example.dk,2024-03-01,k\xc3\xb8bt liste,\n"
BROKEN_LEDGER = b"kunde@example.org,2024-03-01,formular\n" \
                b"kunde.example.org,2024-03-01,formular\n" \
                b"\n" \
                b"bo@example.dk,1. marts 2024,formular\n" \
                b"\"bo@example.dk,2024-03-01,formular\n" \
                b"bo@example.dk,2024-03-01\n" \
                b"bo@example.dk,2024-03-01,\xe6\n"


def mbox(*messages):
    return b"".join(b"From nyt@example.dk Fri Nov 20 09:00:00 2026\n" + message + b"\n"
                    for message in messages)


def write_files(folder):
    """What the command lines name."""
    files = {
        "good.eml": GOOD, "bad.eml": BAD, "sent.eml": SENT,
        "unsubject.eml": SENT.replace(b"Subject: ", b"X-Old-Subject: "), "hostile.eml": HOSTILE,
        "both.mbox": mbox(GOOD, BAD), "many.mbox": mbox(*([GOOD, BAD, HOSTILE, SENT] * 15)),
        "side.html": TEMPLATE, "noise.bin": b"\x00\x01\x02 this is no mail\n\nat all\n",
        "empty.eml": b"", "folder/a.eml": GOOD, "folder/b.eml": BAD, "folder/note.md": b"# no\n",
        "maildir/cur/1:2,S": GOOD, "maildir/new/2": BAD, "nothing/readme.md": b"nothing\n",
        "timeout.replay": REPLAY_TIMEOUT, "good.replay": REPLAY_GOOD,
        "broken.replay": b"; a comment\nexample.dk. MX ten mx.example.dk.\n",
        "rc/.spamlintrc": b"[spamlint]\nonly-typo = x\n", "rc/deep/er/good.eml": GOOD,
        "config/.spamlintrc": b"[spamlint]\ndisable = subject\n", "config/deep/bad.eml": BAD,
        "hard.rc": b"[spamlint]\nfail-on = never\n", "severity.rc": b"[severity]\nno-rule = error\n",
        "crlf.eml": BAD.replace(b"\n", b"\r\n"), "cr.eml": BAD.replace(b"\n", b"\r"),
        "-dash.eml": GOOD,
        "ledger.csv": LEDGER, "broken.csv": BROKEN_LEDGER,
        "wrong.csv": b"ingen@\n" * 1000,
        "gone.txt": b"# afmeldte\nKUNDE@example.org\n", "typo.txt": b"@\nbo@example.dk\n@@\n",
        "list.csv": b"Navn;Email\r\nBo;bo@example.dk\r\nKunde;kunde@example.org\r\n",
        "ledger/rc": b"[spamlint]\nconsent = ../ledger.csv\nsuppressed = ../gone.txt\n"
                     b"recipients = ../list.csv\n",
    }
    for name, content in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
    (folder / "maildir/tmp").mkdir()
    (folder / "hostile \033[31m\u202e.eml").write_bytes(HOSTILE)
    (folder / "locked.eml").write_bytes(GOOD)
    (folder / "locked.eml").chmod(0)


class Case:
    """One command line. `out`, `err` are regular expressions that must match somewhere, `no` ones
    that must match nowhere in either; None for `err` says that nothing may stand there."""

    def __init__(self, name, arguments, status, out=(), err=None, no=(), stdin=b"", cwd=".",
                 needs=(), unless_root=False):
        self.__dict__.update(vars())


CASES = [
    # Exit statuses.
    Case("a message that passes", [*SUBJECT, "good.eml"], 0, [r"^good\.eml: pass \(1 pass\)"]),
    Case("a message that fails", [*SUBJECT, "bad.eml"], 1,
         [r"^bad\.eml: fail \(1 fail\)", r"^ +fail  subject-present ", r"^ +bad\.eml:1:1: error$",
          r"^ +fix: "]),
    Case("pass and fail", [*SUBJECT, "good.eml", "bad.eml"], 1,
         [r"^2 messages: 1 fail, 1 pass$"]),
    Case("a file that is not there", [*SUBJECT, "none.eml"], 3, err=[r"none\.eml"]),
    Case("the others are linted all the same", [*SUBJECT, "none.eml", "bad.eml"], 3,
         [r"^bad\.eml: fail", r"1 input could not be read"], err=[r"none\.eml"]),
    Case("what is no message", [*SUBJECT, "--as=message", "noise.bin"], 3, err=[r"noise\.bin: "]),
    Case("an empty file", [*SUBJECT, "empty.eml"], 3, err=[r"empty\.eml: "]),
    Case("a folder that holds none", [*SUBJECT, "nothing"], 3, err=[r"nothing"]),
    Case("a file that may not be read", [*SUBJECT, "locked.eml"], 3, err=[r"locked\.eml: "],
         unless_root=True),
    Case("unknown", ["--no-config", NOW, "--lang=en", "--replay=timeout.replay",
                     "--only=from-domain", "sent.eml"], 4,
         [r"^sent\.eml: unknown", r"^ +unknown  from-domain "], needs=["from-domain"]),
    Case("unknown, ignored", ["--no-config", NOW, "--lang=en", "--replay=timeout.replay",
                              "--only=from-domain", "--unknown=ignore", "sent.eml"], 0,
         [r"^sent\.eml: pass"], needs=["from-domain"]),
    Case("unknown of a rule that is below --fail-on",
         ["--no-config", NOW, "--lang=en", "--replay=timeout.replay", "--only=from-domain",
          "--severity=from-domain=warning", "sent.eml"], 0, [r"^sent\.eml: pass"],
         needs=["from-domain"]),
    Case("a failure goes before unknown",
         ["--no-config", NOW, "--lang=en", "--replay=timeout.replay",
          "--only=from-domain,subject-present", "sent.eml", "bad.eml"], 1, needs=["from-domain"]),

    # Usage errors: nothing is linted.
    Case("an unknown option", ["--no-such", "good.eml"], 2, err=[r"--no-such"], no=["good.eml"]),
    Case("a near miss", ["--formt=json", "good.eml"], 2, err=[r"did you mean --format"]),
    Case("an option without its value", ["--format"], 2, err=[r"--format"]),
    Case("a value where none belongs", ["--offline=1", "good.eml"], 2, err=[r"--offline"]),
    Case("an unknown rule", [*QUIET, "--only=subject-presnt", "bad.eml"], 2,
         err=[r"subject-presnt", r"subject-present"]),
    Case("an unknown rule to explain", ["--no-config", "--lang=en", "--explain", "no-rule"], 2,
         err=[r"no-rule"]),
    Case("an unknown profile", [*QUIET, "--profile=hotmail", "good.eml"], 2, err=[r"hotmail"]),
    Case("an unknown format", [*QUIET, "--format=xml", "good.eml"], 2, err=[r"xml"]),
    Case("an unknown severity", [*QUIET, "--severity=subject-present=bad", "good.eml"], 2,
         err=[r"bad"]),
    Case("a bad moment", ["--no-config", "--lang=en", "--now=yesterday", "good.eml"], 2,
         err=[r"yesterday", r"RFC 3339"]),
    Case("no jobs", [*QUIET, "--jobs=0", "good.eml"], 2, err=[r"--jobs"]),
    Case("a bad address", [*QUIET, "--client-ip=mx.example.dk", "good.eml"], 2,
         err=[r"--client-ip"]),
    Case("a replay file that is not there", ["--no-config", "--replay=none.replay", "good.eml"], 2,
         err=[r"none\.replay"], no=["good.eml: "]),
    Case("a replay file with a malformed line",
         ["--no-config", "--replay=broken.replay", "good.eml"], 2, err=[r"broken\.replay:2: "]),
    Case("--offline and --replay", [*QUIET, "--replay=good.replay", "good.eml"], 2,
         err=[r"--offline"]),
    Case("a configuration that is not there", ["--config=none.rc", "good.eml"], 2,
         err=[r"none\.rc"]),
    Case("a configuration with an unknown key", ["--lang=en", "--offline", "good.eml"], 2,
         err=[r"\.spamlintrc:2: "], cwd="rc/deep/er"),
    Case("a configuration with an unknown rule", ["--config=severity.rc", "good.eml"], 2,
         err=[r"severity\.rc:2: ", r"no-rule"]),

    # Files about recipients.
    Case("no ledger", [*CONSENT, "good.eml"], 0,
         [r"^ +skip +consent-record +no --consent$", r"^ +skip +consent-suppression +no --suppressed$"]),
    Case("a ledger that holds the recipient", [*CONSENT, "--consent=ledger.csv", "-v", "good.eml"],
         0, [r"^ +pass +consent-record ", r"recipients whose opt-in is on record: 1"]),
    Case("a recipient who has unsubscribed", [*CONSENT, "--suppressed=gone.txt", "good.eml"], 1,
         [r"^ +fail +consent-suppression ", r"good\.eml:2:5: error", r"\"kunde@example\.org\""]),
    Case("the recipients of a campaign",
         [*CONSENT, "--consent=ledger.csv", "--recipients=list.csv", "good.eml"], 1,
         [r"good\.eml:1:1: error", r"købt liste.*1 of 2 recipients", r"\"bo@example\.dk\""]),
    Case("the files in the configuration, from its folder",
         ["--config=ledger/rc", *QUIET[1:], *CONSENT[len(QUIET):], "good.eml"], 1,
         [r"fail +consent-record", r"fail +consent-suppression"]),
    Case("every malformed line of a ledger is named",
         [*CONSENT, "--consent=broken.csv", "good.eml"], 2,
         err=[r"broken\.csv:2: email is \"kunde\.example\.org\", expected an address",
              r"broken\.csv:4: consented_at is \"1\. marts 2024\", expected a moment",
              r"broken\.csv:5: a quote is opened and not closed",
              r"broken\.csv:6: 2 fields found, expected email,consented_at,source",
              r"broken\.csv:7: the line is not UTF-8"], no=[r"broken\.csv:[13]:"]),
    Case("and those of the other lists", [*CONSENT, "--consent=broken.csv", "--suppressed=typo.txt",
                                          "good.eml"], 2,
         err=[r"broken\.csv:2: ", r"typo\.txt:1: ", r"typo\.txt:3: "], no=[r"typo\.txt:2:"]),
    Case("up to a hundred", [*CONSENT, "--recipients=wrong.csv", "good.eml"], 2,
         err=[r"wrong\.csv:100: ", r"wrong\.csv: there are more malformed lines"],
         no=[r"wrong\.csv:101: "]),
    Case("a ledger that is not there", [*CONSENT, "--consent=none.csv", "good.eml"], 2,
         err=[r"none\.csv: No such file"]),
    Case("a ledger that is a folder", [*CONSENT, "--consent=folder", "good.eml"], 2,
         err=[r"folder: Is a directory"]),
    Case("a ledger without a name", [*CONSENT, "--consent=", "good.eml"], 2, err=[r"--consent: "]),

    # Selection.
    Case("--disable takes a rule out", [*QUIET, "--only=subject", "--disable=subject-present",
                                        "--format=json", "bad.eml"], 0, no=["subject-present"]),
    Case("a clause stands for its rules", [*QUIET, "--only=subject", "bad.eml"], 1,
         [r"subject-present"], no=["unsubscribe-"]),
    Case("--severity caps", [*SUBJECT, "--severity=subject-present=warning", "bad.eml"], 0,
         [r"^bad\.eml: warn", r":1:1: warning$"]),
    Case("--fail-on=warning", [*SUBJECT, "--severity=subject-present=warning",
                               "--fail-on=warning", "bad.eml"], 1, [r"^bad\.eml: fail"]),
    Case("--fail-on=never", [*SUBJECT, "--fail-on=never", "bad.eml"], 0, [r"^bad\.eml: warn"]),
    Case("the nearest configuration upwards", ["--lang=en", "--offline", NOW, "--only=subject",
                                               "--format=json", "bad.eml"], 0,
         no=["subject-present"], cwd="config/deep"),
    Case("--no-config", [*QUIET, "--only=subject", "bad.eml"], 1, [r"subject-present"],
         cwd="config/deep"),
    Case("the configuration sets an option", ["--config=hard.rc", "--lang=en", "--offline", NOW,
                                              "--only=subject-present", "bad.eml"], 0,
         [r"^bad\.eml: warn"]),
    Case("the command line beats the configuration",
         ["--config=hard.rc", "--lang=en", "--offline", NOW, "--only=subject-present",
          "--fail-on=error", "bad.eml"], 1),
    Case("--kind decides", [*QUIET, "--kind=marketing", "good.eml"], None,
         [r"^  marketing draft \(--kind\)"], no=["not marketing"]),
    Case("offline skips what asks", [*QUIET, "--only=from-domain", "sent.eml"], 0,
         [r"^ +skip  from-domain  --offline$"], needs=["from-domain"]),
    Case("a draft is not sent yet", [*QUIET, "--format=json", "good.eml"], None,
         [r'"input":"draft"']),
    Case("an envelope option says that it is sent", [*QUIET, "--client-ip=192.0.2.1",
                                                     "--format=json", "good.eml"], None,
         [r'"input":"message"']),
    Case("the null reverse-path", [*QUIET, "--mail-from=", "--format=json", "good.eml"], None,
         [r'"input":"message"']),
    Case("replay answers", ["--no-config", NOW, "--lang=en", "--replay=good.replay",
                            "--only=from-domain", "sent.eml"], 0,
         [r"^ +pass  from-domain "], needs=["from-domain"]),
    Case("--now ahead of a message", ["--no-config", "--lang=en", "--offline", "--only=date",
                                      "--now=2026-11-01T00:00:00+01:00", "good.eml"], 1,
         [r"^good\.eml: fail"], needs=["date"]),

    # Inputs.
    Case("standard input, no FILE", SUBJECT, 1, [r"^\(standard input\): fail"], stdin=BAD),
    Case("standard input, -", [*SUBJECT, "-"], 0, [r"^\(standard input\): pass"], stdin=GOOD),
    Case("standard input is an mbox", [*SUBJECT, "-"], 1, [r"^\(standard input\)#2: fail"],
         stdin=mbox(GOOD, BAD)),
    Case("standard input in JSON", [*SUBJECT, "--format=json"], 1, [r'"file":"-"'], stdin=BAD),
    Case("nothing on standard input", SUBJECT, 3, err=["."]),
    Case("an mbox", [*SUBJECT, "both.mbox"], 1,
         [r"^both\.mbox#1: pass", r"^both\.mbox#2: fail", r"^ +both\.mbox:14:1: error$"]),
    Case("an mbox taken for a message", [*SUBJECT, "--as=message", "both.mbox"], None,
         no=[r"#2"]),
    Case("a folder of .eml", [*SUBJECT, "folder"], 1,
         [r"^folder/a\.eml: pass", r"^folder/b\.eml: fail"], no=["note"]),
    Case("a Maildir", [*SUBJECT, "maildir"], 1, [r"^2 messages: 1 fail, 1 pass$"]),
    Case("a template", [*QUIET, "--format=json", "side.html"], None,
         [r'"input":"template"', r'"kind":"marketing"', r'"reason":"no header"']),
    Case("--as=template", [*QUIET, "--as=template", "--format=json", "good.eml"], None,
         [r'"input":"template"']),
    Case("a name that begins with a dash", [*SUBJECT, "--", "-dash.eml"], 0,
         [r"^-dash\.eml: pass"]),

    # Presentation.
    Case("-q says nothing where nothing is wrong", [*SUBJECT, "-q", "good.eml"], 0, no=["."]),
    Case("-q prints failing rules only", [*QUIET, "-q", "bad.eml"], 1, [r"fail  subject-present"],
         no=[r"^ +pass ", r"^ +skip "]),
    Case("-q says why a verdict is open",
         ["--no-config", NOW, "--lang=en", "--replay=timeout.replay", "-q",
          "--only=from-domain,subject-present", "sent.eml"], 4,
         [r"^sent\.eml: unknown", r"^ +unknown  from-domain  DNS: time-out asking "],
         no=["subject-present"], needs=["from-domain"]),
    Case("-q prints failing rules only where some fail",
         ["--no-config", NOW, "--lang=en", "--replay=timeout.replay", "-q",
          "--only=from-domain,subject-present", "unsubject.eml"], 1, [r"^ +fail  subject-present"],
         no=["from-domain"], needs=["from-domain"]),
    Case("-q is silent where what is open is ignored",
         ["--no-config", NOW, "--lang=en", "--replay=timeout.replay", "-q", "--unknown=ignore",
          "--only=from-domain", "sent.eml"], 0, no=["."], needs=["from-domain"]),
    Case("-v shows what satisfied", [*SUBJECT, "-v", "good.eml"], 0, [r"Subject: Nye blåbær"]),
    Case("colours", [*SUBJECT, "--color=always", "bad.eml"], 1, [r"\x1b\[1;31mfail\x1b\[0m"]),
    Case("no colours into a pipe", [*SUBJECT, "bad.eml"], 1, no=[r"\x1b"]),
    Case("no lines are wrapped into a pipe", [*SUBJECT, "bad.eml"], 1,
         [r"there is no Subject field, expected one \(RFC 5322 section 3\.6\.5\)$"]),

    # Answers.
    Case("--help", ["--help"], 0, [r"--format", r"--profile", r"--help"]),
    Case("-h", ["-h"], 0, [r"--format"]),
    Case("--help whatever else stands there", ["--config=none.rc", "--help"], 0, [r"--format"]),
    Case("--version", ["--version"], 0, [r"^spamlint [0-9]+\.[0-9]+"]),
    Case("--list-rules", ["--no-config", "--lang=en", "--list-rules"], 0,
         [r"^subject: ", r"^  subject-present +error "]),
    Case("--explain", ["--no-config", "--lang=en", "--explain", "subject-present"], 0,
         [r"^subject-present$", r"^Why$", r"^How to mend it$", r"^Sources$", r"RFC 5322"]),

    # In Danish.
    Case("Danish: a message that passes", [*DANISH, "--only=subject-present", "good.eml"], 0,
         [r"^good\.eml: bestået \(1 bestået\)", r"kladde \(",
          r"^En emnelinje, der svarer til indholdet \(subject\)$",
          r"^ +bestået  subject-present  Mailen har en emnelinje$"]),
    Case("Danish: a message that fails", [*DANISH, "--only=subject-present", "bad.eml"], 1,
         [r"^bad\.eml: fejlet \(1 fejlet\)",
          r"^ +fejlet  subject-present  der er intet Subject-felt, ventede ét \(RFC 5322, afsnit 3",
          r"^ +bad\.eml:1:1: fejl$", r"^ +rettelse: Skriv et Subject-felt"]),
    Case("Danish: what is left out, and why", [*DANISH, "--kind=personal", "good.eml"], 0,
         [r"^  personlig mail, kladde \(--kind\)", r"^ +udeladt +unsubscribe-link +ikke markedsf"]),
    Case("Danish: one and many", [*DANISH, "--only=subject-present", "good.eml", "bad.eml"], 1,
         [r"^2 mails: 1 fejlet, 1 bestået$"]),
    Case("Danish: unknown", ["--no-config", "--lang=da", NOW, "--replay=timeout.replay", "-q",
                             "--only=from-domain", "sent.eml"], 4,
         [r"^sent\.eml: uafklaret", r"^ +uafklaret  from-domain  DNS: intet svar inden for tids"],
         needs=["from-domain"]),
    Case("Danish: --explain", ["--no-config", "--lang=da", "--explain", "subject-present"], 0,
         [r"^subject-present$", r"^Krav$", r"^Hvorfor$", r"^Sådan rettes det$", r"^Kilder$",
          r"^  Mailen har en emnelinje$", r"Alvorlighed: fejl"]),
    Case("Danish: --help", ["--lang=da", "--help"], 0,
         [r"^Brug: spamlint \[TILVALG…\] \[FIL…\]$", r"^Netværk:$", r"--replay=FIL ",
          r"--sender-domain=DOMÆNE +et domæne", r"^Afslutningsstatus: "], no=["FILE"]),
    Case("Danish: --list-rules", ["--no-config", "--lang=da", "--list-rules"], 0,
         [r"^subject: En emnelinje, der svarer til indholdet$",
          r"^  subject-present +fejl +Mailen har en emnelinje$"]),
    Case("Danish: an unknown option", ["--lang=da", "--formt=json", "good.eml"], 2,
         err=[r"^spamlint: tilvalget --formt findes ikke; mente du --format\?$",
              r"^Prøv 'spamlint --help'\.$"]),
    Case("Danish: a bad value", ["--lang=da", "--no-config", "--now=i går", "good.eml"], 2,
         err=[r'^spamlint: --now: fandt "i går", ventede et tidspunkt som .* \(RFC 3339\)$']),
    Case("Danish: a replay file with a malformed line",
         ["--no-config", "--lang=da", "--replay=broken.replay", "good.eml"], 2,
         err=[r"broken\.replay:2: fandt ten, ventede en præference fra 0 til 65535$"]),
    Case("Danish: an empty file", [*DANISH, "empty.eml"], 3,
         err=[r"^spamlint: empty\.eml: en tom fil, hvor der var ventet en mail med et headerfelt"]),
    Case("Danish: a folder that holds none", [*DANISH, "nothing"], 3,
         err=[r"^spamlint: nothing: mappen indeholder intet at kontrollere"]),
]


def reports_in(text):
    """The parsed JSON documents or lines of an output; None where it is none."""
    if not text.startswith(b"{"):
        return None
    try:
        return [json.loads(text)]
    except ValueError:
        return [json.loads(line) for line in text.splitlines()]


def check_case(case, folder, schema):
    """What is wrong; empty where nothing is."""
    done = run(case.arguments, stdin=case.stdin, cwd=folder / case.cwd)
    out, err = (text.decode(errors="replace") for text in (done.stdout, done.stderr))
    wrong = []
    if case.status is not None and done.returncode != case.status:
        wrong.append(f"exit status {done.returncode}, expected {case.status}")
    if done.returncode < 0 or done.returncode > 4:
        wrong.append(f"ended by {done.returncode}")
    wrong += [f"standard output has no {p!r}" for p in case.out if not re.search(p, out, re.M)]
    wrong += [f"standard error has no {p!r}" for p in case.err or () if not re.search(p, err, re.M)]
    if case.err is None and err:
        wrong.append("standard error is not empty")
    wrong += [f"there is {p!r}" for p in case.no if re.search(p, out + err, re.M)]
    for report in reports_in(done.stdout) or []:
        wrong += schema.errors(report)
    if case.status == 2 and out:
        wrong.append("something was linted in spite of a usage error")
    if wrong:
        wrong += [f"| {line}" for line in (out + err).splitlines()[:40]]
    return "\n".join(wrong)


def check_formats(tap, folder, schema):
    """json and ndjson say the same, and the same in every number of jobs."""
    paths = ["many.mbox", "folder", "none.eml", "side.html"]
    texts = {}
    for form in ("json", "ndjson", "text"):
        outputs = {jobs: run([*QUIET, f"--format={form}", f"--jobs={jobs}", *paths], cwd=folder)
                   for jobs in (1, 2, 7)}
        texts[form] = outputs[1].stdout
        tap.ok(len({o.stdout for o in outputs.values()}) == 1,
               f"{form} is the same whatever --jobs says")
        tap.ok({o.returncode for o in outputs.values()} == {3},
               f"{form}: an input that is not there gives status 3")
    document = json.loads(texts["json"])
    lines = [json.loads(line) for line in texts["ndjson"].splitlines()]
    wrong = schema.errors(document) + [error for line in lines for error in schema.errors(line)]
    tap.ok(not wrong, "json and ndjson are valid against the schema", "\n".join(wrong[:20]))
    messages = [{k: v for k, v in line.items() if k != "schema"} for line in lines
                if "error" not in line]
    tap.ok(messages == document["messages"], "json and ndjson hold the same messages")
    tap.ok(all(line["schema"] == "spamlint-report/1" for line in lines),
           "each line of ndjson carries the schema")
    tap.ok([e["file"] for e in document["errors"]] == ["none.eml"] ==
           [line["file"] for line in lines if "error" in line],
           "json and ndjson list what could not be read")
    counts = document["summary"]
    tap.ok(counts["messages"] == len(messages) == 60 + 2 + 1 and counts["errors"] == 1 and
           sum(counts[v] for v in ("pass", "warn", "fail", "unknown")) == len(messages),
           "the summary counts every message once", str(counts))
    wrong = [m["file"] for m in messages if m["counts"] != {
        result: sum(rule["result"] == result for rule in m["rules"]) for result in m["counts"]}]
    tap.ok(not wrong, "counts are those of the results", "\n".join(wrong))


def check_places(tap, folder):
    """LF, CRLF and CR: the same findings in the same places."""
    def findings(name):
        done = run([*QUIET, "--disable=line-endings", "--format=json", name], cwd=folder)
        message = json.loads(done.stdout)["messages"][0]
        return {**message, "file": None}
    base = findings("bad.eml")
    for name in ("crlf.eml", "cr.eml"):
        found = findings(name)
        tap.ok(found == base, f"{name} gives the report of bad.eml",
               diff(json.dumps(base, indent=1), json.dumps(found, indent=1)))


def why_no_danish():
    """Newer glibc (2.41) translates nothing in C.UTF-8; Danish needs some other locale there, and
    a bare container has none.  None where Danish is spoken."""
    if shutil.which("gettext") is None:
        return None
    said = subprocess.run(["gettext", "-d", "spamlint", "fail"], capture_output=True, text=True,
                          env=environment(LANGUAGE="da", TEXTDOMAINDIR=environment()[
                              "SPAMLINT_LOCALEDIR"])).stdout
    locales = subprocess.run(["locale", "-a"], capture_output=True, text=True).stdout.lower()
    if said != "fail" or "da_dk.utf8" in locales or "en_us.utf8" in locales:
        return None
    return "this gettext translates nothing in C.UTF-8, and neither da_DK nor en_US is installed"


def check_languages(tap, folder):
    """JSON in Danish differs from that in English in its sentences alone."""
    def without(value, keys):
        if isinstance(value, dict):
            return {k: without(v, keys) for k, v in value.items() if k not in keys}
        return [without(v, keys) for v in value] if isinstance(value, list) else value

    def report(language):
        done = run(["--no-config", f"--lang={language}", "--offline", NOW, "--kind=marketing",
                    "--format=json", "bad.eml", "hostile.eml", "side.html"], cwd=folder)
        return json.loads(done.stdout)
    english, danish = report("en"), report("da")
    sentences = ("message", "fix", "reason")
    tap.ok(without(english, sentences) == without(danish, sentences),
           "fingerprints, ids and words of JSON are the same in Danish",
           diff(json.dumps(without(english, sentences), indent=1),
                json.dumps(without(danish, sentences), indent=1)))
    said = [(a["message"], b["message"])
            for left, right in zip(english["messages"], danish["messages"])
            for rule, other in zip(left["rules"], right["rules"])
            for a, b in zip(rule["findings"], other["findings"])
            if rule["rule"] in ("subject-present", "unsubscribe-link", "header-syntax")]
    if why_no_danish():
        tap.skip("what is said in Danish", why_no_danish())
        return
    tap.ok(len(said) >= 3 and all(a != b for a, b in said), "findings of JSON are said in Danish",
           "\n".join(f"{a} | {b}" for a, b in said))
    by_locale = run([*DANISH[:1], *DANISH[2:], "--only=subject-present", "bad.eml"], cwd=folder,
                    env=environment(LC_ALL="C.UTF-8", LANGUAGE="da")).stdout.decode()
    tap.ok("fejlet" in by_locale, "LANGUAGE=da is obeyed without --lang", by_locale)


ALLOWED_CONTROLS = re.compile(r"\x1b\[[0-9;]*m")
FORBIDDEN = re.compile("[\x00-\x09\x0b-\x1f\x7f-\x9f\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f"
                       "\ufeff]")


def check_escapes(tap, folder):
    """Nothing of a mail or of a file's name steers the terminal, in any format."""
    names = ["hostile.eml", "hostile \033[31m\u202e.eml", "none \033[31m\u202e.eml"]
    for form in ("text", "json", "ndjson"):
        for more in ([], ["-v"], ["--color=always"], ["-q", "--kind=marketing"],
                     ["--as=template"]):
            done = run([*QUIET, f"--format={form}", *more, *names], cwd=folder)
            text = (done.stdout + done.stderr).decode()  # raises where it is no UTF-8
            if more == ["--color=always"]:
                text = ALLOWED_CONTROLS.sub("", text)
            bad = FORBIDDEN.search(text)
            tap.ok(not bad and done.stdout, f"no control character in {form} {' '.join(more)}",
                   bad and repr(text[max(0, bad.start() - 60):bad.end() + 20]) or "")


def check_output(tap, folder):
    """--output: the same octets, all at once, and nothing left behind."""
    plain = run([*QUIET, "--format=json", "many.mbox"], cwd=folder)
    report = folder / "report.json"
    report.write_text("the report of yesterday")
    done = run([*QUIET, "--format=json", "--output=report.json", "many.mbox"], cwd=folder)
    tap.ok(done.returncode == plain.returncode and not done.stdout, "--output prints nothing")
    tap.ok(report.read_bytes() == plain.stdout, "--output writes what would be printed")
    left = [p.name for p in folder.iterdir() if "report.json" in p.name and p != report]
    tap.ok(not left, "--output leaves no temporary file", " ".join(left))
    report.write_text("the report of yesterday")
    # Reading standard input, which stays open: a signal ends the run in the middle.
    with subprocess.Popen([PROGRAM, *QUIET, "--output=report.json"], stdin=subprocess.PIPE,
                          cwd=folder, env=environment()) as ended:
        for _ in range(200):
            begun = list(folder.glob(".report.json.*"))
            if begun:
                break
            time.sleep(0.05)
        ended.terminate()
        status = ended.wait()
    left = [path.name for path in folder.glob(".report.json.*")]
    tap.ok(begun and not left and status == -signal.SIGTERM,
           "--output leaves no temporary file behind a signal", f"{begun} {left} {status}")
    tap.ok(report.read_text() == "the report of yesterday",
           "a signal leaves the report that was there")
    done = run([*QUIET, "--output=report.json", "--only=no-rule", "good.eml"], cwd=folder)
    tap.ok(done.returncode == 2 and report.read_text() == "the report of yesterday",
           "a usage error leaves the report that was there")
    done = run([*QUIET, "--output=no/such/folder/report.json", "good.eml"], cwd=folder)
    tap.ok(done.returncode == 3 and b"report.json" in done.stderr,
           "a report that cannot be written is status 3", done.stderr.decode())
    if Path("/dev/full").exists():
        with open("/dev/full", "wb") as full:
            done = subprocess.run([PROGRAM, *QUIET, "--format=json", "many.mbox"], stdout=full,
                                  stderr=subprocess.PIPE, cwd=folder, env=environment())
        tap.ok(done.returncode == 3 and done.stderr, "a full disk is status 3, and is said",
               f"status {done.returncode}")


def check_broken_pipe(tap, folder):
    big = folder / "big.mbox"
    big.write_bytes(mbox(*([BAD] * 3000)))
    started = time.monotonic()
    process = subprocess.Popen([PROGRAM, *QUIET, "--format=ndjson", big], cwd=folder,
                               stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=environment())
    process.stdout.readline()
    process.stdout.close()
    complaint = process.stderr.read()
    process.stderr.close()
    status = process.wait(timeout=60)
    tap.ok(status == 3 and not complaint and time.monotonic() - started < 60,
           "a reader that goes away ends the run with status 3 and no complaint",
           f"status {status}: {complaint.decode(errors='replace')}")
    big.unlink()


def check_stream(tap, folder):
    """ndjson: a message is out as soon as it is judged, while the input is still open."""
    process = subprocess.Popen([PROGRAM, *QUIET, "--format=ndjson"], cwd=folder,
                               stdin=subprocess.PIPE, stdout=subprocess.PIPE, env=environment())
    process.stdin.write(mbox(*([GOOD] * 400)))
    process.stdin.flush()
    ready = False
    os.set_blocking(process.stdout.fileno(), False)
    for _ in range(200):
        time.sleep(0.05)
        if (process.stdout.read(1) or b"") == b"{":
            ready = True
            break
    process.stdin.close()
    os.set_blocking(process.stdout.fileno(), True)
    lines = process.stdout.read().count(b"\n")
    process.stdout.close()
    process.wait(timeout=60)
    tap.ok(ready and lines == 400, "ndjson comes while standard input is still open",
           f"{'early' if ready else 'only at the end'}, {lines} lines")


def on_terminal(arguments, folder, columns, **changes):
    """What the program writes to a terminal of that width."""
    master, slave = pty.openpty()
    fcntl.ioctl(slave, termios.TIOCSWINSZ, struct.pack("HHHH", 24, columns, 0, 0))
    process = subprocess.Popen([PROGRAM, *arguments], stdin=subprocess.DEVNULL, stdout=slave,
                               stderr=subprocess.PIPE, cwd=folder,
                               env=environment(TERM="xterm", **changes))
    os.close(slave)
    text = b""
    while True:
        try:
            chunk = os.read(master, 65536)
        except OSError:
            break
        if not chunk:
            break
        text += chunk
    os.close(master)
    process.stderr.close()
    process.wait(timeout=60)
    return text.decode().replace("\r\n", "\n")


def check_terminal(tap, folder):
    try:
        for file in pty.openpty():
            os.close(file)
    except OSError as error:
        tap.skip("what a terminal gets", f"no pseudo-terminal: {error}")
        return
    text = on_terminal([*QUIET, "bad.eml"], folder, 80)
    bare = ALLOWED_CONTROLS.sub("", text)
    tap.ok("\033[" in text, "a terminal has colours")
    wide = [line for line in bare.splitlines() if len(line) > 80]
    tap.ok(not wide and bare, "lines are wrapped at the terminal's width", "\n".join(wide))
    tap.ok("\033" not in on_terminal([*QUIET, "bad.eml"], folder, 80, NO_COLOR="1"),
           "NO_COLOR is honoured")
    tap.ok("\033" in on_terminal([*QUIET, "bad.eml"], folder, 80, NO_COLOR=""),
           "an empty NO_COLOR says nothing")
    tap.ok("\033" not in on_terminal([*QUIET, "--color=never", "bad.eml"], folder, 80),
           "--color=never")
    tap.ok("\033" not in on_terminal([*QUIET, "--format=json", "bad.eml"], folder, 80),
           "JSON has no colours on a terminal")
    unwrapped = run([*QUIET, "bad.eml"], cwd=folder).stdout.decode()
    tap.ok("".join(bare.split()) == "".join(unwrapped.split()),
           "wrapped and unwrapped say the same")


def check_record(tap, folder, rules):
    """--record writes what makes --replay give the same report."""
    if "from-domain" not in rules:
        tap.skip("--record, then --replay", "there is no rule that asks")
        return
    common = ["--no-config", "--lang=en", NOW, "--format=json", "sent.eml", "many.mbox"]
    for source in ("good.replay", "timeout.replay"):
        first = run([f"--replay={source}", "--record=record.replay", *common], cwd=folder)
        again = run(["--replay=record.replay", *common], cwd=folder)
        tap.ok(first.stdout == again.stdout and first.returncode == again.returncode and
               (folder / "record.replay").stat().st_size > 0,
               f"a recording of {source} replays to the same report",
               diff(first.stdout.decode(), again.stdout.decode())[:4000])
    done = run(["--replay=good.replay", "--record=no/such/folder/x", *common], cwd=folder)
    tap.ok(done.returncode == 3, "a record that cannot be written is status 3",
           f"status {done.returncode}")


def check_rules(tap, rules):
    """Every rule can be explained, and is listed once."""
    tap.ok(len(set(rules)) == len(rules) > 0, "--list-rules names each rule once")
    bad = []
    for rule in rules:
        done = run(["--no-config", "--lang=en", "--explain", rule])
        text = done.stdout.decode()
        sections = [s for s in ("Requires", "Why", "How to mend it", "Sources")
                    if not re.search(rf"^{s}\n  \S", text, re.M)]
        if done.returncode != 0 or sections:
            bad.append(f"{rule}: status {done.returncode}, nothing under {', '.join(sections)}")
    tap.ok(not bad, "--explain says of each rule what, why, how and its sources", "\n".join(bad))


def transcripts(readme):
    """README with its transcripts as the program gives them today: a line "$ spamlint …", and what
    is indented behind it. The network is answered from the file `replay` beside a FILE."""
    def rerun(match):
        arguments = shlex.split(match[1])
        beside = [SRCDIR / Path(argument).parent / "replay" for argument in arguments
                  if not argument.startswith("-")]
        network = [f"--replay={path}" for path in beside if path.exists()] or ["--offline"]
        out = run(["--no-config", "--lang=en", NOW, *network[:1], *arguments]).stdout.decode()
        indented = "".join(f"    {line}".rstrip() + "\n" for line in out.splitlines())
        return f"    $ spamlint {match[1]}\n{indented}"
    return re.sub(r"^    \$ spamlint (.*)\n(?:(?:    .*)?\n(?=    |\n*    ))*(?:    .*\n)?", rerun,
                  readme, flags=re.M)


def check_readme(tap):
    """What README shows is what the program says."""
    readme = (SRCDIR / "README").read_text()
    now = transcripts(readme)
    tap.ok(now == readme and "$ spamlint" in readme, "README's transcripts are what happens",
           diff(readme, now, "README", "now") + "\nmake update-golden writes them anew")


def check_manual(tap):
    """spamlint(1) has every option of --help, and no other."""
    listed = set(re.findall(r"^  (?:-\w, )?--([a-z-]+)",
                            run(["--help"]).stdout.decode(), re.M))
    page = (SRCDIR / "man/spamlint.1").read_text()
    written = {name for line in re.findall(r"^\.It (Fl .*)", page, re.M)
               for name in re.findall(r"(?:Fl |, )-([a-z-]{2,})", line)}
    tap.ok(listed == written and listed, "spamlint(1) has every option of --help, and no other",
           f"not in the page: {' '.join(sorted(listed - written))}\n"
           f"only in the page: {' '.join(sorted(written - listed))}")


def check_limit(tap, folder):
    """A message over LIMIT_MESSAGE_OCTETS is cut, said so, and what follows it is read."""
    path = folder / "long.mbox"
    line = b"Godt nyt fra butikken. " * 40 + b"\n"
    path.write_bytes(mbox(GOOD + line * (66 * 1024 * 1024 // len(line)), BAD))
    done = run([*QUIET, "--format=json", "--only=mime-structure,size,subject-present",
                path.name],
               cwd=folder)
    path.unlink()
    document = json.loads(done.stdout)
    messages = document["messages"]
    found = [f["message"] for m in messages[:1] for rule in m["rules"] for f in rule["findings"]]
    tap.ok(any("was not read" in text for text in found),
           "a message over the limit has a finding that says so", "\n".join(found))
    tap.ok(any("providers refuse" in text for text in found),
           "a message over 25 MiB has a finding of size", "\n".join(found))
    tap.ok([m["verdict"] for m in messages[1:]] == ["fail"],
           "and the message behind it is judged", str([m["verdict"] for m in messages]))


def main():
    if "--update" in sys.argv[1:]:
        readme = SRCDIR / "README"
        readme.write_text(transcripts(readme.read_text()))
        return 0
    tap, schema = Tap(), Schema()
    folder = Path(tempfile.mkdtemp(prefix="spamlint-cli-"))
    try:
        write_files(folder)
        rules = rule_ids()
        silent = why_no_danish()
        for case in CASES:
            if any(rule not in rules for rule in case.needs):
                tap.skip(case.name, f"there is no rule {', '.join(case.needs)}")
            elif silent and "--lang=da" in case.arguments:
                tap.skip(case.name, silent)
            elif case.unless_root and os.geteuid() == 0:
                tap.skip(case.name, "root may read everything")
            else:
                wrong = check_case(case, folder, schema)
                tap.ok(not wrong, case.name,
                       f"spamlint {' '.join(case.arguments)}\n{wrong}")
        check_formats(tap, folder, schema)
        check_places(tap, folder)
        check_languages(tap, folder)
        check_escapes(tap, folder)
        check_output(tap, folder)
        check_broken_pipe(tap, folder)
        check_stream(tap, folder)
        check_terminal(tap, folder)
        check_record(tap, folder, rules)
        check_rules(tap, rules)
        check_manual(tap)
        check_readme(tap)
        if "mime-structure" in rules:
            check_limit(tap, folder)
        else:
            tap.skip("a message over the limit", "there is no rule mime-structure")
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    return tap.end()


if __name__ == "__main__":
    sys.exit(main())
