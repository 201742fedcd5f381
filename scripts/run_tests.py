"""What `make test` and `make prove` run: the whole suite once per database engine that is found here.

    python scripts/run_tests.py [--prove] [pytest arguments]

PORTAL_TEST_REQUIRE=postgres,redis,browser turns what is missing into a failure.
"""

import os
import subprocess
import sys
import tempfile
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import engines
import figures

ROOT = Path(__file__).resolve().parent.parent
KINDS = ("postgres", "redis", "browser")


@dataclass(frozen=True)
class Plan:
    """What was found on this machine; None = not there."""

    postgres: engines.Found | None
    redis: engines.Found | None
    browser: str | None

    def missing(self) -> list[str]:
        return [kind for kind in KINDS if getattr(self, kind) is None]

    def engines(self) -> list[str]:
        return ["sqlite", "postgres"] if self.postgres else ["sqlite"]


def main(arguments: list[str]) -> int:
    """Find, tell, run; 0 where every run passed, 1 where one failed, 2 where something required is missing."""
    required = {word.strip() for word in os.environ.get("PORTAL_TEST_REQUIRE", "").split(",") if word.strip()}
    unknown = required - set(KINDS)
    if unknown:
        say(f"PORTAL_TEST_REQUIRE knows {', '.join(KINDS)}; it does not know {', '.join(sorted(unknown))}.")
        return 2
    with ExitStack() as stack:
        plan = Plan(
            postgres=stack.enter_context(engines.postgres()),
            redis=stack.enter_context(engines.redis()),
            browser=engines.find_chromium(),
        )
        tell(plan)
        lacking = [kind for kind in plan.missing() if kind in required]
        if lacking:
            say(f"Required and missing: {', '.join(lacking)}. Nothing was run.")
            return 2
        failed = (
            prove(plan, required, arguments) if "--prove" in arguments else test(plan, required, arguments)
        )
    say(f"Failed on: {', '.join(failed)}." if failed else f"Passed on: {', '.join(plan.engines())}.")
    return 1 if failed else 0


def test(plan: Plan, required: set[str], arguments: list[str]) -> list[str]:
    """Run the suite on each engine; the engines on which it failed."""
    return [engine for engine in plan.engines() if run(engine, plan, required, arguments)]


def prove(plan: Plan, required: set[str], arguments: list[str]) -> list[str]:
    """The same with the long proofs; where all passed, their figures go to docs/reliability.md."""
    with tempfile.TemporaryDirectory() as folder:
        lines = Path(folder) / "figures.jsonl"
        failed = test(plan, required, [*arguments, f"--figures={lines}"])
        found = figures.gathered(lines)
    if found and not failed:
        today = datetime.now(UTC).date()
        (ROOT / "docs" / "reliability.md").write_text(figures.page(found, today), encoding="utf-8")
    return failed


def tell(plan: Plan) -> None:
    """One line per engine or service: how it was found, or how to get it."""
    say("Tests run on:")
    say("  sqlite    always")
    for kind in KINDS:
        found = getattr(plan, kind)
        how = found.how if isinstance(found, engines.Found) else found
        say(f"  {kind:<9} {how or 'SKIPPED; to get it: ' + engines.HOW_TO_GET[kind]}")


def run(engine: str, plan: Plan, required: set[str], arguments: list[str]) -> int:
    """One run of pytest on one engine; its exit code."""
    say(f"\n=== {engine} ===")
    environment = {
        key: value for key, value in os.environ.items() if key not in {"DATABASE_URL", "REDIS_URL"}
    }
    environment["PORTAL_TEST_ENGINES"] = ",".join(plan.engines())
    environment["PORTAL_TEST_REQUIRE"] = ",".join(sorted(required))
    if engine == "postgres" and plan.postgres:
        environment["DATABASE_URL"] = plan.postgres.url
    if plan.redis:
        environment["TEST_REDIS_URL"] = plan.redis.url
    if plan.browser:
        environment["PORTAL_CHROMIUM"] = plan.browser
    command = [
        sys.executable,
        "-m",
        "pytest",
        "-n",
        os.environ.get("PORTAL_TEST_WORKERS", "2"),
        "--dist",
        "loadgroup",  # the long stories first, each on one worker, for each starts a portal of its own
        "-rs",
        *arguments,
    ]
    return subprocess.run(
        command, cwd=ROOT, env=environment, stdin=subprocess.DEVNULL, check=False
    ).returncode


def say(line: str) -> None:
    """Print at once, so that the order with pytest's own lines is kept."""
    print(line, flush=True)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
