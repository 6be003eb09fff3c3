"""run.py - what spamlint costs, beside what reading the same mail costs at least.

Run by `make bench`.  Every figure is a ratio of things measured in this one run, by turns, so that
the machine and what else it does count for little:

  work      user and system time over an mbox, against bench/floor (GMime, libxml2, nothing else)
  scaling   wall time with two worker threads against one
  memory    peak of anonymous memory over an mbox of 200 MB with two threads
  start     wall time for one small message, beside `true`

The mbox is made of what --corpus holds (every .mbox and .eml below it), without one of a folder
"shared/corpus" beside the checkout, without that of the project's own passing fixtures, many times.
"""
import argparse
import json
import os
import statistics
import sys
import tempfile
import time
from pathlib import Path

MEGABYTE = 1000 * 1000
FIXTURES_OCTETS = 10 * MEGABYTE
MEMORY_OCTETS = 200 * MEGABYTE
FROM_LINE = b"From nyt@example.dk Fri Nov 20 09:00:00 2026\n"


class Run:
    """One run of a program: wall, user and system seconds, peak of anonymous memory."""

    def __init__(self, arguments, output=os.devnull, watch=False):
        actions = [(os.POSIX_SPAWN_OPEN, 0, os.devnull, os.O_RDONLY, 0),
                   (os.POSIX_SPAWN_OPEN, 1, str(output), os.O_WRONLY | os.O_CREAT | os.O_TRUNC,
                    0o600)]
        env = {**os.environ, "LC_ALL": "C.UTF-8"}
        begun = time.perf_counter()
        pid = os.posix_spawnp(arguments[0], arguments, env, file_actions=actions)
        self.anonymous = self.resident = 0
        status, usage = self.watch(pid) if watch else os.wait4(pid, 0)[1:]
        self.wall = time.perf_counter() - begun
        self.work = usage.ru_utime + usage.ru_stime
        self.status = os.waitstatus_to_exitcode(status)
        # 1: a message failed; 3: an input was no mail.  Both are what a corpus of mail gives.
        if self.status not in (0, 1, 3, 4):
            sys.exit(f"{' '.join(arguments)}: exit status {self.status}")

    def watch(self, pid):
        """Looks at RssAnon until the program ends.  ru_maxrss would count mapped files too, and
        what this script held when it started the program."""
        while True:
            ended, status, usage = os.wait4(pid, os.WNOHANG)
            if ended:
                return status, usage
            try:
                lines = Path(f"/proc/{pid}/status").read_text(encoding="ascii").splitlines()
            except OSError:
                lines = []
            for line in lines:
                if line.startswith("RssAnon:"):
                    self.anonymous = max(self.anonymous, int(line.split()[1]) * 1024)
                elif line.startswith("VmHWM:"):
                    self.resident = int(line.split()[1]) * 1024
            time.sleep(0.005)


def as_mbox(message):
    """One message as mboxrd has it."""
    lines = message.splitlines(keepends=True)
    quoted = b"".join(b">" + line if line.lstrip(b">").startswith(b"From ") else line
                      for line in lines)
    return FROM_LINE + quoted + (b"" if quoted.endswith(b"\n") else b"\n") + b"\n"


def mail_of(folder):
    """The mail below a folder, one octet string for each file."""
    for path in sorted(folder.rglob("*")):
        if path.suffix == ".mbox":
            yield path.read_bytes().rstrip(b"\n") + b"\n\n"
        elif path.suffix == ".eml":
            yield as_mbox(path.read_bytes())


def fixtures_of(srcdir):
    return [as_mbox(path.read_bytes())
            for path in sorted((srcdir / "tests" / "fixtures").glob("*/pass*.eml"))]


def write_mbox(path, pieces, octets):
    """Writes the pieces over and over, until so many octets stand there (0: once)."""
    written = 0
    with open(path, "wb") as out:
        while True:
            for piece in pieces:
                out.write(piece)
                written += len(piece)
                if octets and written >= octets:
                    return written
            if not octets or not pieces:
                return written


def corpus_of(options):
    """The folder to read, or None: the one named, or the one beside the checkout."""
    if options.corpus:
        folder = Path(options.corpus)
        if not folder.is_dir():
            sys.exit(f"{folder}: no folder")
        return folder
    beside = options.srcdir.resolve().parent / "shared" / "corpus"
    return beside if beside.is_dir() else None


def linter(options, jobs, *arguments):
    return [str(options.spamlint), "--offline", "--no-config", f"--jobs={jobs}",
            "--format=ndjson", "--progress=never", *map(str, arguments)]


def ratio(label, value, details):
    print(f"{label:<9} {value:>10}   {details}", flush=True)


def measure_work(options, mbox, folder):
    """Work against the floor and two threads against one, by turns."""
    floors, ones, twos = [], [], []
    for _ in range(options.runs):
        floors.append(Run([str(options.floor), str(mbox)], folder / "floor.out"))
        ones.append(Run(linter(options, 1, mbox), folder / "spamlint.out"))
        twos.append(Run(linter(options, 2, mbox)))
    seen = (folder / "floor.out").read_text(encoding="ascii").strip()
    with open(folder / "spamlint.out", "rb") as report:
        judged = sum("error" not in json.loads(line) for line in report)
    print(f"floor: {seen}; spamlint: {judged} messages")
    floor = statistics.median(run.work for run in floors)
    one = statistics.median(run.work for run in ones)
    size = mbox.stat().st_size / MEGABYTE
    pairs = [b.work / a.work for a, b in zip(floors, ones)]
    ratio("work", f"{statistics.median(pairs):.2f}",
          f"times the floor (user+sys {one:.2f} s to {floor:.2f} s, {size / one:.1f} MB/s; "
          f"{options.runs} runs, {min(pairs):.2f} to {max(pairs):.2f})")
    pairs = [b.wall / a.wall for a, b in zip(ones, twos)]
    ratio("scaling", f"{statistics.median(pairs):.2f}",
          f"of the wall time with 2 jobs ({statistics.median(r.wall for r in twos):.2f} s to "
          f"{statistics.median(r.wall for r in ones):.2f} s; {os.cpu_count()} processors, "
          f"load {os.getloadavg()[0]:.1f})")


def measure_memory(options, pieces, folder):
    mbox = folder / "memory.mbox"
    written = write_mbox(mbox, pieces, MEMORY_OCTETS)
    run = Run(linter(options, 2, mbox), watch=True)
    mbox.unlink()
    ratio("memory", f"{run.anonymous / written:.3f}",
          f"of the mbox: {run.anonymous / MEGABYTE:.1f} MB anonymous, "
          f"{run.resident / MEGABYTE:.1f} MB resident at most, mbox {written / MEGABYTE:.0f} MB, "
          f"2 jobs, {run.wall:.1f} s")


def measure_start(options, folder):
    message = folder / "small.eml"
    message.write_bytes(
        b"From: Eksempel Butik <nyt@example.dk>\nTo: kunde@example.org\n"
        b"Date: Fri, 20 Nov 2026 09:00:00 +0100\nMessage-ID: <1@example.dk>\n"
        b"Subject: =?utf-8?Q?Nye_bl=C3=A5b=C3=A6r?=\nMIME-Version: 1.0\n"
        b"Content-Type: text/plain; charset=utf-8\nContent-Transfer-Encoding: 8bit\n\n"
        b"Kom forbi og k\xc3\xb8b bl\xc3\xa5b\xc3\xa6r.\n")
    ours, trues = [], []
    for _ in range(20):
        trues.append(Run(["true"]).wall * 1000)
        ours.append(Run(linter(options, 1, message)).wall * 1000)
    mine, bare = statistics.median(ours), statistics.median(trues)
    ratio("start", f"{mine / bare:.1f}",
          f"times `true` ({mine:.1f} ms to {bare:.1f} ms, median of 20)")


def main():
    parser = argparse.ArgumentParser(description="what spamlint costs")
    parser.add_argument("--spamlint", type=Path, required=True)
    parser.add_argument("--floor", type=Path, required=True)
    parser.add_argument("--srcdir", type=Path, required=True)
    parser.add_argument("--corpus", default="", help="folder of .mbox and .eml files")
    parser.add_argument("--runs", type=int, default=5)
    options = parser.parse_args()
    options.spamlint, options.floor = options.spamlint.resolve(), options.floor.resolve()
    corpus = corpus_of(options)
    fixtures = fixtures_of(options.srcdir)
    mail = list(mail_of(corpus)) if corpus else []
    if corpus and not mail:
        sys.exit(f"{corpus}: holds no .mbox and no .eml file")
    with tempfile.TemporaryDirectory(prefix="spamlint-bench-") as name:
        folder = Path(name)
        mbox = folder / "corpus.mbox"
        written = write_mbox(mbox, mail or fixtures, 0 if mail else FIXTURES_OCTETS)
        print(f"mail: {'--corpus' if corpus else 'fixtures'}, {written / MEGABYTE:.1f} MB")
        measure_work(options, mbox, folder)
        measure_memory(options, mail + fixtures, folder)
        measure_start(options, folder)
    return 0


if __name__ == "__main__":
    sys.exit(main())
