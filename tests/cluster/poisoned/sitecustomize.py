"""Put before everything else on the path of guarded processes: a coder that is quick, and that some words poison."""

from __future__ import annotations

import os
import signal
import sys
import time

if "communique.cluster.guarded" in sys.orig_argv:
    from communique.cluster import coding
    from communique.record import Article, Record

    def read(article: Article) -> Record:
        """Code nothing; loop, die, fail or dawdle where the text says so."""
        if "LOOP" in article.text:
            sum(range(10**15))  # within one call of native code: no signal gets in between
        if "DIE" in article.text:
            os.kill(os.getpid(), signal.SIGKILL)
        if "FAIL" in article.text:
            raise ZeroDivisionError("by nought")
        time.sleep(float(os.environ.get("DAWDLE", "0")))
        program, model, registry = os.environ["VERSIONS"].split()
        return Record(communique=program, model=model, registry=registry, article=article)

    vars(coding)["read_article"] = read
    if "MOST_BYTES" in os.environ:  # as when a disk is full
        import resource

        most = int(os.environ["MOST_BYTES"])
        resource.setrlimit(resource.RLIMIT_FSIZE, (most, most))
