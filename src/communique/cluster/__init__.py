"""The same pipeline over many processes and machines: from files of articles to a lake of records.

What others use is ``run_bulk`` with its ``Settings`` (in :mod:`.running`) and the pure function ``code_batch`` (in
:mod:`.coding`). Nothing is imported here: every process that a guard starts passes through this file.
"""
