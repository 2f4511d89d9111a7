"""One module a task; each names its task ``TASK``, and the gate finds it by listing this folder."""
