"""The databases of the companies, and a process of Odoo upon one."""

import fcntl
import hashlib
import os
import random
import shutil
import socket
import subprocess
import threading
from contextlib import contextmanager
from pathlib import Path

import db as database

from host.suites import COMPANIES, OURS

ROOT = database.ROOT
HOME = ROOT / ".odoo" / "host"
LOGS = HOME / "logs"
BUNDLES = "env['ir.qweb']._pregenerate_assets_bundles(); env.cr.commit()"


@contextmanager
def alone(name: str):
    """Hold a lock against other threads and other runs."""
    with (HOME / f"{name}.lock").open("w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield


def signature(company: str, side: str) -> str:
    """Return what changes when a database, and the results in it, must be made anew."""
    parts = [COMPANIES[company], os.environ["HOST_ODOO"]]
    parts += [os.environ["HOST_ADDONS"]] if side == "with" else []
    return hashlib.sha256("|".join(parts).encode()).hexdigest()[:16]


def addons_path(side: str) -> str:
    """Return where Odoo finds its modules; ours as they were when the run began.

    Without us our folder is not even on the path.
    """
    lines = (ROOT / ".odoo" / "odoo.conf").read_text().splitlines()
    path = next(line for line in lines if line.startswith("addons_path"))
    _ours, odoo = path.partition("=")[2].strip().split(",", 1)
    if side == "without":
        return odoo
    copy = HOME / "addons" / os.environ["HOST_ADDONS"]
    return f"{copy},{odoo}"


def copy_addons() -> None:
    """Copy our addons, so that work on them goes on beside a run."""
    copy = HOME / "addons" / os.environ["HOST_ADDONS"]
    if copy.exists():
        return
    shutil.rmtree(copy.parent, ignore_errors=True)
    for name in OURS:
        shutil.copytree(ROOT / name, copy.with_suffix(".new") / name)
    copy.with_suffix(".new").rename(copy)


def free_port() -> int:
    """Return a port that nobody has, below those the system deals out by itself."""
    while True:
        port = random.randrange(20000, 32000)
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)):
                return port


def odoo(log: Path, side: str, *args: str, script: str = "", **environ: str) -> int:
    """Run Odoo to its end, with a script for its shell or none; return its code."""
    command = [str(ROOT / ".odoo" / "bin" / "odoo"), *(["shell"] if script else [])]
    command += ["--addons-path", addons_path(side), "--log-level", "info", *args]
    with log.open("w") as output:
        done = subprocess.run(
            command,
            input=script or None,
            text=True,
            check=False,
            stdout=output,
            stderr=subprocess.STDOUT,
            env={**os.environ, **environ},
        )
    return done.returncode


def must(log: Path, what: str, code: int) -> None:
    """End with a word when Odoo failed."""
    if code or " CRITICAL " in log.read_text(errors="replace"):
        raise SystemExit(f"{what} failed: see {log.relative_to(ROOT)}")


def build(name: str, side: str, company: str) -> None:
    """Install a company: from nothing, or our addons into the one without them."""
    new, log = f"{name}_new", LOGS / f"{name}.log"
    modules, source = COMPANIES[company], ""
    if company == "ci":  # all at once: a second database is made only for failures
        source = os.environ["HOST_TEMPLATE"]
        modules += f",{OURS[0]}" * (side == "with")
    elif side == "with":
        modules, source = OURS[0], ensure(company, "without")
    with alone("clone"):
        cr = database.connect()
        database.clone(cr, source, new) if source else database.create(cr, new)
    args = (
        "-d",
        new,
        "-i",
        modules,
        "--without-demo",
        "--stop-after-init",
        "--no-http",
    )
    must(log, f"the installation of {modules}", odoo(log, side, *args))
    args = ("-d", new, "--no-http")
    must(log, "the making of bundles", odoo(log, side, *args, script=BUNDLES))
    database.rename(database.connect(), new, name)


def ensure(company: str, side: str) -> str:
    """Return the name of a company's database, made when it is not there or stale."""
    name = f"{os.environ['HOST_TEMPLATE']}_host_{company}_{side}"
    stamp = HOME / f"{name}.stamp"
    with alone(name):
        known = stamp.read_text() if stamp.exists() else ""
        there = database.comment_of(database.connect(), name) is not None
        if not there or known != signature(company, side):
            stamp.unlink(missing_ok=True)
            build(name, side, company)
            stamp.write_text(signature(company, side))
    return name


def sweep() -> None:
    """Drop the copies of runs that were killed: their names hold the process."""
    cr = database.connect()
    cr.execute(
        "SELECT datname FROM pg_database WHERE datname ~ '_host_.*_[0-9]+_[0-9]+$'"
    )
    for (name,) in cr.fetchall():
        if not Path(f"/proc/{name.split('_')[-2]}").exists():
            database.drop(cr, name)


@contextmanager
def clone(company: str, side: str):
    """Give a throw-away copy of a company's database, by name."""
    source = ensure(company, side)
    name = f"{source}_{os.getpid()}_{threading.get_native_id()}"
    with alone("clone"):
        database.clone(database.connect(), source, name)
    try:
        yield name
    finally:
        with alone("clone"):
            database.drop(database.connect(), name)
